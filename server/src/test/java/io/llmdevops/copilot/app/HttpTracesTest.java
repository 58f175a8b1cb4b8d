package io.llmdevops.copilot.app;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(HttpTracesTest.Http.class)
class HttpTracesTest extends TracesContract {
  /// The settings of this class.
  public static final class Http extends Traced {
    public Http() {
      super("http/protobuf");
    }
  }

  @Override
  String exportPath() {
    return "/v1/traces";
  }
}
