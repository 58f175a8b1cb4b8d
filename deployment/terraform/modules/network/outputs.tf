output "vpc_id" {
  description = "The network."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Subnets of nodes and pods, one a zone."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]
}

output "database_subnet_ids" {
  description = "Subnets of PostgreSQL and Redis, one a zone."
  value       = [for zone in local.zones : aws_subnet.database[zone].id]
}

output "zones" {
  description = "The three zones."
  value       = local.zones
}

output "database_cidr" {
  description = "Range that PostgreSQL and Redis are in."
  value       = local.databases
}
