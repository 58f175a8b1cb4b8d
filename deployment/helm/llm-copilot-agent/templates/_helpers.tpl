{{- define "agent.color" -}}{{ .Values.color | default "main" }}{{- end }}

{{- define "agent.name" -}}
llm-copilot-agent{{ with .Values.color }}-{{ . }}{{ end }}
{{- end }}

{{/* Whether this release owns what all colours share. */}}
{{- define "agent.main" -}}{{ if not .Values.color }}yes{{ end }}{{- end }}

{{- define "agent.labels" -}}
app: llm-copilot-agent
{{ include "agent.helmLabels" . }}
{{- end }}

{{- define "agent.helmLabels" -}}
app.kubernetes.io/name: llm-copilot-agent
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* The stable pods of this colour and no others. */}}
{{- define "agent.selector" -}}
app: llm-copilot-agent
color: {{ include "agent.color" . }}
track: stable
{{- end }}

{{- define "agent.image" -}}
{{- with .Values.image.registry }}{{ . }}/{{ end }}{{ .Values.image.repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag }}{{ end }}
{{- end }}

{{- define "agent.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- if and .Values.host (not (dig "server" "public-url" "" $config)) -}}
{{- $scheme := ternary "https" "http" .Values.ingress.tls -}}
{{- $config = merge $config (dict "server" (dict "public-url" (printf "%s://%s" $scheme .Values.host))) -}}
{{- end -}}
{{- toYaml $config }}
{{- end }}

{{/* With the hash of the content: a change rolls the pods, and rollout undo finds the old one. */}}
{{- define "agent.configName" -}}
{{ include "agent.name" . }}-config-{{ include "agent.config" . | sha256sum | trunc 10 }}
{{- end }}

{{- define "agent.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end }}

{{/* A value of the Secret that is made here: given, or what the cluster has, or made up. */}}
{{- define "agent.secretValue" -}}
{{- $given := get .root.Values.secret.values .key -}}
{{- $live := dict -}}
{{- if .root.Release.IsUpgrade -}}
{{- $live = (lookup "v1" "Secret" .root.Release.Namespace .root.Values.secret.name).data | default dict -}}
{{- end -}}
{{- if $given }}{{ $given }}
{{- else if get $live .key }}{{ get $live .key | b64dec }}
{{- else }}{{ randAlphaNum 40 }}
{{- end }}
{{- end }}

{{- define "agent.ingressController" -}}
namespaceSelector:
  matchLabels:
    kubernetes.io/metadata.name: {{ .Values.networkPolicy.ingressNamespace }}
podSelector:
  matchLabels:
    app.kubernetes.io/name: ingress-nginx
{{- end }}

{{- define "agent.prometheus" -}}
namespaceSelector:
  matchLabels:
    kubernetes.io/metadata.name: {{ .Values.networkPolicy.observabilityNamespace }}
podSelector:
  matchLabels:
    app.kubernetes.io/name: prometheus
{{- end }}

{{/* A duration of the server such as 1m30s is not summed up here: seconds are what a pod's end is made of. */}}
{{- define "agent.checkShutdown" -}}
{{- $delay := dig "server" "shutdown-delay" "0s" .Values.config | trimSuffix "s" -}}
{{- $timeout := dig "server" "shutdown-timeout" "20s" .Values.config | trimSuffix "s" -}}
{{- if not (and (regexMatch "^[0-9]+$" $delay) (regexMatch "^[0-9]+$" $timeout)) -}}
{{- fail "config.server.shutdown-delay and shutdown-timeout are given in seconds here, such as 20s" -}}
{{- end -}}
{{- $sum := add (int .Values.preStopSeconds) (int $delay) (int $timeout) -}}
{{- if le (int .Values.terminationGracePeriodSeconds) (int $sum) -}}
{{- fail (printf "terminationGracePeriodSeconds (%d) must be more than preStopSeconds, shutdown-delay and shutdown-timeout together (%d)" (int .Values.terminationGracePeriodSeconds) (int $sum)) -}}
{{- end -}}
{{- end }}

{{/* The colour that has the traffic: as told, else on an upgrade what the cluster says, else main. */}}
{{- define "agent.activeColor" -}}
{{- $color := .Values.service.color -}}
{{- if and (not $color) .Release.IsUpgrade -}}
{{- $live := lookup "v1" "Service" .Release.Namespace "llm-copilot-agent" -}}
{{- $color = dig "spec" "selector" "color" "main" $live -}}
{{- end -}}
{{ $color | default "main" }}
{{- end }}

{{/* What the HPA decided stays: an upgrade under load must not take pods away. */}}
{{- define "agent.replicas" -}}
{{- $replicas := .Values.replicas -}}
{{- if .Values.autoscaling.enabled -}}
{{- if .Release.IsUpgrade -}}
{{- $live := lookup "apps/v1" "Deployment" .Release.Namespace (include "agent.name" .) -}}
{{- $replicas = dig "spec" "replicas" 0 $live -}}
{{- end -}}
{{- $replicas = max $replicas .Values.autoscaling.minReplicas -}}
{{- end -}}
{{ $replicas }}
{{- end }}
