package io.llmdevops.copilot.llm.masking;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Credentials that tell by their form what they are. The prefixes are those that the issuers
/// document, most of them made to be found by scanners.
final class KnownFormats implements Detector {
  /// @param needle occurs in each of them; a text without it is not searched
  /// @param before whether the needle is its beginning, and no letter or digit may stand before it
  private record Format(String needle, boolean before, Pattern pattern) {}

  private static final String AMAZON_ID = "[A-Z]{4}[A-Z2-7]{16}(?![A-Za-z0-9])";

  private static final List<Format> FORMATS =
      List.of(
          // Amazon: access keys of users, roles and services.
          format("AKIA", AMAZON_ID),
          format("ASIA", AMAZON_ID),
          format("ABIA", AMAZON_ID),
          format("ACCA", AMAZON_ID),
          format("amzn.mws.", "amzn\\.mws\\.[0-9a-f-]{36}"),
          // GitHub, GitLab, Bitbucket.
          format("gh", "gh[pousr]_[A-Za-z0-9]{36,255}"),
          format("github_pat_", "github_pat_[A-Za-z0-9_]{22,255}"),
          format("gl", "gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[A-Za-z0-9_-]{20,}"),
          format("ATBB", "ATBB[A-Za-z0-9]{32,}"),
          format("ATATT", "ATATT[A-Za-z0-9_=-]{40,}"),
          // Slack: tokens and incoming webhooks. Teams and Discord webhooks.
          format("xox", "xox[abeoprs](?:\\.xox[bp])?-[A-Za-z0-9-]{10,}"),
          format("xapp-", "xapp-[0-9]-[A-Z0-9]+-[0-9]+-[a-f0-9]+"),
          anywhere(
              "hooks.slack.com",
              "(?<=hooks\\.slack\\.com/)(?:services|workflows|triggers)/[\\w/+-]{20,}"),
          anywhere("/api/webhooks/", "(?<=/api/webhooks/)\\d{10,}/[\\w-]{30,}"),
          anywhere("webhook.office.com", "(?<=webhook\\.office\\.com/)[\\w@/.-]{40,}"),
          // Model providers.
          format("sk-", "sk-[A-Za-z0-9_-]{20,}"),
          format("AIza", "AIza[A-Za-z0-9_-]{35}"),
          format("hf_", "hf_[A-Za-z0-9]{30,}"),
          format("gsk_", "gsk_[A-Za-z0-9]{40,}"),
          format("xai-", "xai-[A-Za-z0-9]{40,}"),
          format("r8_", "r8_[A-Za-z0-9]{37}"),
          format("pplx-", "pplx-[A-Za-z0-9]{40,}"),
          // Google: OAuth access and refresh tokens, client secrets.
          format("ya29.", "ya29\\.[A-Za-z0-9_-]{20,}"),
          format("GOCSPX-", "GOCSPX-[A-Za-z0-9_-]{28}"),
          // Payment, mail, telephony, shops.
          format("sk_", "sk_(?:live|test)_[A-Za-z0-9]{16,}"),
          format("rk_", "rk_(?:live|test)_[A-Za-z0-9]{16,}"),
          format("whsec_", "whsec_[A-Za-z0-9+/=]{20,}"),
          format("SG.", "SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}"),
          format("key-", "key-[0-9a-f]{32}(?![0-9a-f])"),
          format("SK", "SK[0-9a-f]{32}(?![0-9a-f])"),
          format("shp", "shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
          format("sq0", "sq0(?:atp|csp)-[A-Za-z0-9_-]{22,}"),
          // Registries and build systems.
          format("npm_", "npm_[A-Za-z0-9]{36}"),
          format("pypi-", "pypi-[A-Za-z0-9_-]{50,}"),
          format("dckr_pat_", "dckr_pat_[A-Za-z0-9_-]{20,}"),
          format("dop_v1_", "do[opr]_v1_[a-f0-9]{64}"),
          format("oy2", "oy2[a-z0-9]{43}"),
          // Operations: Vault, Terraform, Grafana, Sentry, New Relic, Datadog's clients,
          // Databricks, Linear, Notion.
          format("hv", "hv[sbr]\\.[A-Za-z0-9_-]{20,}"),
          anywhere("atlasv1.", "[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,}"),
          format("gl", "gl(?:sa|c)_[A-Za-z0-9_+/=-]{30,}"),
          format("sntr", "sntr(?:ys|yu)_[A-Za-z0-9_+/=-]{30,}"),
          format("NRAK-", "NRAK-[A-Z0-9]{27}"),
          format("dapi", "dapi[a-f0-9]{32}"),
          format("lin_", "lin_(?:api|oauth)_[A-Za-z0-9]{32,}"),
          format("ntn_", "ntn_[A-Za-z0-9]{40,}"),
          format("PMAK-", "PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
          format("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[A-Z0-9]{58}"),
          format("sbp_", "sbp_[a-f0-9]{40}"),
          // JSON Web Tokens, RFC 7519: two dots, and a head that begins with `{"`. Kubernetes' own
          // too.
          format("eyJ", "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){1,3}"));

  /// What begins with the needle.
  private static Format format(String needle, String pattern) {
    return new Format(needle, true, Pattern.compile(pattern));
  }

  private static Format anywhere(String needle, String pattern) {
    return new Format(needle, false, Pattern.compile(pattern));
  }

  @Override
  public void find(String text, Consumer<Finding> found) {
    for (Format format : FORMATS) {
      int at = text.indexOf(format.needle());
      if (at >= 0 && format.before()) {
        findFrom(at, text, format, found);
      } else if (at >= 0) {
        Matcher match = format.pattern().matcher(text);
        while (match.find()) {
          found.accept(new Finding(match.start(), match.end(), Kind.SECRET));
        }
      }
    }
  }

  private static void findFrom(int first, String text, Format format, Consumer<Finding> found) {
    Matcher match = format.pattern().matcher(text);
    match.useTransparentBounds(true).useAnchoringBounds(false);
    for (int at = first; at >= 0; at = text.indexOf(format.needle(), at + 1)) {
      if ((at == 0 || !isAlphanumeric(text.charAt(at - 1)))
          && match.region(at, text.length()).lookingAt()) {
        found.accept(new Finding(at, match.end(), Kind.SECRET));
        at = match.end() - 1;
      }
    }
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
