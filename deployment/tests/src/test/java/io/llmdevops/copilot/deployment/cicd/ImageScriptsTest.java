package io.llmdevops.copilot.deployment.cicd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the scripts around the image do when a tool says no, and that they never work by tag. The
/// tools themselves talk to a registry, which is not to be had here: they are scripts that write
/// down how they were called.
class ImageScriptsTest {
  private static final String IMAGE =
      "000000000000.dkr.ecr.us-east-1.amazonaws.com/llm-copilot-agent";
  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);

  @TempDir private Path scratch;

  @SuppressWarnings("NullAway.Init")
  private Checkout checkout;

  @BeforeEach
  void prepare() throws IOException {
    checkout = Checkout.in(scratch);
    checkout.set("CALLS", scratch.resolve("calls").toString());
    Files.writeString(scratch.resolve("calls"), "");
    for (String tool : new String[] {"cosign", "gh", "trivy", "docker", "aws"}) {
      checkout.program(
          tool,
          """
          echo "%1$s $*" >>"$CALLS"
          case " $* " in *" ${REFUSED:-nothing} "*) exit 1 ;; esac
          [ "%1$s $3" != "docker inspect" ] || echo %2$s
          """
              .formatted(tool, B));
    }
  }

  private String calls() throws IOException {
    return Files.readString(scratch.resolve("calls"));
  }

  @Test
  void an_image_is_ours_only_with_signature_and_provenance() throws IOException {
    checkout.set("GITHUB_REPOSITORY", "llm-devops/llm-copilot.agent");

    assertThat(checkout.script("verify-image.sh", IMAGE + "@" + A).exit()).isZero();
    assertThat(calls())
        .contains(
            "cosign verify --certificate-oidc-issuer https://token.actions.githubusercontent.com"
                + " --certificate-identity-regexp"
                + " ^https://github\\.com/llm-devops/llm-copilot\\.agent/\\.github/workflows/release\\.yml"
                + "@refs/tags/v[0-9]+\\.[0-9]+\\.[0-9]+$ "
                + IMAGE
                + "@"
                + A)
        .contains("gh attestation verify oci://" + IMAGE + "@" + A);

    checkout.set("REFUSED", "attestation");
    assertThat(checkout.script("verify-image.sh", IMAGE + "@" + A).exit()).isNotZero();
    checkout.set("REFUSED", "--certificate-oidc-issuer");
    assertThat(checkout.script("verify-image.sh", IMAGE + "@" + A).exit()).isNotZero();
  }

  @Test
  void nothing_is_verified_or_scanned_by_its_tag() throws IOException {
    checkout.set("GITHUB_REPOSITORY", "llm-devops/llm-copilot-agent");

    assertThat(checkout.script("verify-image.sh", IMAGE + ":1.0.0").exit()).isEqualTo(2);
    assertThat(checkout.script("scan.sh", IMAGE + ":1.0.0", "linux/amd64", "x").exit())
        .isEqualTo(2);
    assertThat(checkout.script("publish.sh", IMAGE, "1.0.0", "1.0.0-amd64").exit()).isEqualTo(2);
    assertThat(calls()).isEmpty();
  }

  @Test
  void a_critical_finding_ends_the_scan() throws IOException {
    assertThat(checkout.script("scan.sh", IMAGE + "@" + A, "linux/arm64", "sbom.json").exit())
        .isZero();
    assertThat(calls())
        .contains("--format spdx-json --output sbom.json " + IMAGE + "@" + A)
        .contains("--severity CRITICAL --exit-code 1 --ignorefile")
        .contains("deployment/ci-cd/trivyignore.yaml");

    checkout.set("REFUSED", "CRITICAL");
    assertThat(checkout.script("scan.sh", IMAGE + "@" + A, "linux/arm64", "sbom.json").exit())
        .isNotZero();
  }

  @Test
  void an_image_is_published_from_the_digests_that_were_scanned() throws IOException {
    Checkout.Run run = checkout.script("publish.sh", IMAGE, "1.2.3", A, B);

    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(calls())
        .contains(
            "docker buildx imagetools create --tag "
                + IMAGE
                + ":1.2.3 "
                + IMAGE
                + "@"
                + A
                + " "
                + IMAGE
                + "@"
                + B
                + "\n");
    assertThat(run.said().lines().toList().getLast()).isEqualTo(B);

    checkout.set("REFUSED", "create");
    assertThat(checkout.script("publish.sh", IMAGE, "1.2.3", A).exit()).isNotZero();
  }

  @Test
  void a_base_without_a_digest_is_not_built_on() throws IOException {
    Checkout.Run run =
        checkout.script("build.sh", IMAGE, "1.2.3", "abc", "maven@" + A, "debian:12-slim");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said()).contains("debian:12-slim");
    assertThat(calls()).isEmpty();
    assertThat(checkout.script("base.sh", "debian:12-slim").said().strip())
        .isEqualTo("debian@" + B);
    assertThat(checkout.script("base.sh", "debian@" + A).said().strip()).isEqualTo("debian@" + A);
  }

  @Test
  void a_login_is_for_the_registry_and_region_of_the_image() throws IOException {
    assertThat(checkout.script("login.sh", IMAGE).exit()).isZero();
    assertThat(calls())
        .contains("aws ecr get-login-password --region us-east-1")
        .contains("--password-stdin 000000000000.dkr.ecr.us-east-1.amazonaws.com");

    assertThat(checkout.script("login.sh", "docker.io/somebody/image").exit()).isEqualTo(2);
  }
}
