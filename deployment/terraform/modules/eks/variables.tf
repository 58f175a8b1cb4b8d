variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "region" {
  description = "Region of the cluster."
  type        = string
}

variable "account_id" {
  description = "Account of the cluster."
  type        = string
}

variable "partition" {
  description = "aws, or aws-cn and the like."
  type        = string
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, one a zone."
  type        = list(string)
}

variable "endpoint_cidrs" {
  description = "From where the API server may be reached over the internet; empty: from inside the network only."
  type        = list(string)
}

variable "admin_role_arns" {
  description = "IAM roles whose holders administer the cluster."
  type        = list(string)
}

variable "general" {
  description = "The node group general-nodes."
  type        = object({ instance_types = list(string), min = number, desired = number, max = number })
}

variable "spot" {
  description = "The node group spot-nodes; tainted, for what may be interrupted."
  type        = object({ instance_types = list(string), min = number, desired = number, max = number })
}

variable "data_key_arn" {
  description = "Key for Kubernetes' secrets."
  type        = string
}

variable "log_key_arn" {
  description = "Key for the control plane's logs."
  type        = string
}

variable "log_days" {
  description = "How long they are kept."
  type        = number
}

variable "secret_arns" {
  description = "Secrets that External Secrets may read for the application's namespace."
  type        = list(string)
}

variable "secrets_key_arn" {
  description = "Key that they are encrypted with."
  type        = string
}

variable "alb_controller" {
  description = "Whether the AWS Load Balancer Controller gets its role."
  type        = bool
}
