import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';

/** Traces alone, in batches, as protobuf; the endpoint comes from the environment, as for us. */
export function startSdk(instrumentations: NodeSDKConfiguration['instrumentations']): void {
  new NodeSDK({ traceExporter: new OTLPTraceExporter(), instrumentations }).start();
}
