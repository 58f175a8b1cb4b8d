package io.llmdevops.copilot.app;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(GrpcTracesTest.Grpc.class)
class GrpcTracesTest extends TracesContract {
  /// The settings of this class.
  public static final class Grpc extends Traced {
    public Grpc() {
      super("grpc");
    }
  }

  @Override
  String exportPath() {
    return "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
  }
}
