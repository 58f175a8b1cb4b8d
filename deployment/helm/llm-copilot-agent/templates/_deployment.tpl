{{/* The Deployment of a track: root, track (stable or canary), name, image, replicas. */}}
{{- define "agent.deployment" -}}
{{- $ := .root -}}
{{- $labels := printf "app: llm-copilot-agent\ncolor: %s\ntrack: %s" (include "agent.color" $) .track -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
  namespace: {{ $.Release.Namespace }}
  labels:
    {{- $labels | nindent 4 }}
    {{- include "agent.helmLabels" $ | nindent 4 }}
spec:
  replicas: {{ .replicas }}
  revisionHistoryLimit: 10
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  minReadySeconds: 5
  progressDeadlineSeconds: 600
  selector:
    matchLabels:
      {{- $labels | nindent 6 }}
  template:
    metadata:
      labels:
        {{- $labels | nindent 8 }}
      annotations:
        kubectl.kubernetes.io/default-container: llm-copilot-agent
        prometheus.io/scrape: "true"
        prometheus.io/port: {{ $.Values.config.server.port | quote }}
        prometheus.io/path: /metrics
    spec:
      serviceAccountName: llm-copilot-agent
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ $.Values.terminationGracePeriodSeconds }}
      {{- with $.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- with $.Values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $.Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $.Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 1001
        runAsGroup: 1001
        fsGroup: 1001
        seccompProfile:
          type: RuntimeDefault
      topologySpreadConstraints:
        - topologyKey: topology.kubernetes.io/zone
          maxSkew: 1
          whenUnsatisfiable: {{ $.Values.zoneSpread }}
          nodeTaintsPolicy: Honor
          matchLabelKeys:
            - pod-template-hash
          labelSelector:
            matchLabels:
              {{- $labels | nindent 14 }}
        - topologyKey: kubernetes.io/hostname
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          matchLabelKeys:
            - pod-template-hash
          labelSelector:
            matchLabels:
              {{- $labels | nindent 14 }}
      containers:
        - name: llm-copilot-agent
          image: {{ .image }}
          imagePullPolicy: {{ $.Values.image.pullPolicy }}
          ports:
            - name: http
              containerPort: {{ $.Values.config.server.port }}
              protocol: TCP
          env:
            - name: COPILOT_CONFIG
              value: /etc/llm-copilot/copilot.yaml
            {{- range list "COPILOT_DB_URL" "COPILOT_DB_USER" "COPILOT_DB_PASSWORD" "COPILOT_ADMIN_TOKEN" }}
            - name: {{ . }}
              valueFrom:
                secretKeyRef:
                  name: {{ $.Values.secret.name }}
                  key: {{ . }}
            {{- end }}
            {{- range list "COPILOT_REDIS_URL" "COPILOT_WEBHOOK_TOKEN" "COPILOT_WEBHOOK_HMAC_SECRET" }}
            - name: {{ . }}
              valueFrom:
                secretKeyRef:
                  name: {{ $.Values.secret.name }}
                  key: {{ . }}
                  optional: true
            {{- end }}
            {{- if $.Values.databaseCa.configMap }}
            - name: COPILOT_DB_TLS
              value: verify-full
            - name: COPILOT_DB_TLS_CA
              value: /etc/llm-copilot-ca/{{ $.Values.databaseCa.key }}
            {{- end }}
            {{- with $.Values.env }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          resources:
            {{- toYaml $.Values.resources | nindent 12 }}
          startupProbe:
            httpGet:
              path: /health/started
              port: http
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 60
          livenessProbe:
            httpGet:
              path: /health/live
              port: http
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
          readinessProbe:
            httpGet:
              path: /health/ready
              port: http
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          {{- if $.Values.preStopSeconds }}
          lifecycle:
            preStop:
              sleep:
                seconds: {{ $.Values.preStopSeconds }}
          {{- end }}
          securityContext:
            privileged: false
            {{- include "agent.containerSecurity" $ | nindent 12 }}
          volumeMounts:
            - name: config
              mountPath: /etc/llm-copilot
              readOnly: true
            - name: scratch
              mountPath: /tmp
            {{- if $.Values.databaseCa.configMap }}
            - name: database-ca
              mountPath: /etc/llm-copilot-ca
              readOnly: true
            {{- end }}
      volumes:
        - name: config
          configMap:
            name: {{ include "agent.configName" $ }}
        - name: scratch
          emptyDir:
            sizeLimit: {{ index $.Values.resources.limits "ephemeral-storage" }}
        {{- with $.Values.databaseCa.configMap }}
        - name: database-ca
          configMap:
            name: {{ . }}
        {{- end }}
{{- end }}
