package dev.vedette.replay;

import dev.vedette.replay.Disordered.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a small simulated company leaves out: for each detector that would be silent a scene, named
 * after it, with all the history that it needs. Day 7 of the scenes is the company's first.
 */
final class Scenes {
  /** A Monday, a week before the simulated companies begin. */
  private static final Instant MONDAY = Instant.parse("2025-12-29T00:00:00Z");

  private static final String TOR_EXIT = "203.0.113.66";
  private static final String LISTED = "203.0.113.99";

  private final Map<String, List<Line>> scenes = new LinkedHashMap<>();

  /** The scene that is told. */
  private String scene = "";

  private List<Line> lines = List.of();

  private Scenes() {
    add("unusual-hour", this::unusualHour);
    add("dormant-account", this::dormantAccount);
    add("posture-fall", this::postureFall);
    add("fan-out", this::fanOut);
    add("enumeration", this::enumeration);
    add("secret-reads", this::secretReads);
    add("kerberoasting", this::kerberoasting);
    add("port-scan", this::portScan);
    add("rare-alert", this::rareAlert);
    add("alert-flood", this::alertFlood);
    add("rare-alert-nearby", this::rareAlertNearby);
    add("mfa-change-after-risk", this::mfaChangeAfterRisk);
    add("anonymiser", this::anonymiser);
    add("bad-reputation", this::badReputation);
    add("logging-off", this::loggingOff);
    add("interactive-service-account", this::interactiveServiceAccount);
    add("consent", this::consent);
    add("rare-upload", this::rareUpload);
    add("slow-drift", this::slowDrift);
    add("step-up", this::stepUp);
  }

  /** The lines of each scene by its detector; their events' ids begin with that. */
  static Map<String, List<Line>> byDetector() {
    return Collections.unmodifiableMap(new Scenes().scenes);
  }

  /** The folder of facts that the scenes need: which addresses are bad. */
  static void writeFacts(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tor.txt"), TOR_EXIT + "\n");
    Files.writeString(folder.resolve("reputation.txt"), LISTED + ",9\n");
  }

  private void add(String detector, Runnable script) {
    scene = detector;
    lines = new ArrayList<>();
    script.run();
    scenes.put(detector, lines);
  }

  /** A clerk works long hours, from six to eight at night, and then at three in the morning. */
  private void unusualHour() {
    for (int day = 0; day < 17; day++) {
      for (int hour = 6; hour < 20 && isWorkday(day); hour++) {
        say(at(day, hour), does("user", "clerk", "file.open", "success"));
      }
    }
    say(at(17, 3), does("user", "clerk", "file.open", "success"));
  }

  /** An account is used for a week, and again a month later. */
  private void dormantAccount() {
    for (int day = 0; day < 7; day++) {
      say(at(day, 9), signsIn("sleeper", "success", "192.0.2.11", 64_500));
    }
    say(at(37, 9), signsIn("sleeper", "success", "192.0.2.11", 64_500));
  }

  /** A laptop is compliant every day, and then is not. */
  private void postureFall() {
    for (int day = 7; day < 15; day++) {
      say(at(day, 9), posture("compliant"));
    }
    say(at(15, 9), posture("not-compliant"));
  }

  private static String posture(String posture) {
    return """
    "category":"configuration","action":"device.posture","outcome":"success",\
    "device":{"id":"fallen-laptop"},"labels":{"posture":"%s"}\
    """
        .formatted(posture);
  }

  /** A server talks to three others all week, and then to thirty. */
  private void fanOut() {
    for (int day = 7; day < 12; day++) {
      for (int i = 0; i < 12; i++) {
        say(at(day, 8 + i / 3), connects("spread", "10.1.0." + i % 3, 5432, "success"));
      }
    }
    for (int i = 0; i < 30; i++) {
      say(at(12, 10).plusSeconds(i), connects("spread", "10.2.0." + i, 445, "success"));
    }
  }

  /** Somebody looks three things up a day, and then two hundred, half of which are denied. */
  private void enumeration() {
    for (int day = 7; day < 13; day++) {
      for (int i = 0; i < 3; i++) {
        say(at(day, 9).plusSeconds(i), uses("looker", "ListThings", "success", "thing-" + i));
      }
    }
    for (int i = 0; i < 200; i++) {
      String outcome = i % 2 == 0 ? "failure" : "success";
      say(at(13, 9).plusSeconds(i), uses("looker", "ListThings", outcome, "thing-" + i));
    }
  }

  /** Who never reads a secret reads forty. */
  private void secretReads() {
    for (int i = 0; i < 40; i++) {
      say(at(14, 9).plusSeconds(i), uses("secretive", "GetSecretValue", "success", "secret-" + i));
    }
  }

  /** Who asks for tickets of four services asks for those of fifty. */
  private void kerberoasting() {
    for (int day = 7; day < 13; day++) {
      for (int i = 0; i < 4; i++) {
        say(at(day, 9).plusSeconds(i), uses("roaster", "service_ticket", "success", "spn-" + i));
      }
    }
    for (int i = 0; i < 50; i++) {
      say(at(13, 9).plusSeconds(i), uses("roaster", "service_ticket", "success", "spn-" + i));
    }
  }

  /** A device is refused on two hundred ports of a server. */
  private void portScan() {
    for (int port = 1; port <= 200; port++) {
      say(at(14, 9).plusSeconds(port), connects("scanner", "10.3.0.1", port, "failure"));
    }
  }

  /** Another product says the same of a device each day, and then what it never said. */
  private void rareAlert() {
    for (int day = 7; day < 13; day++) {
      say(at(day, 9), alert("Macro blocked", "noisy-host", ""));
    }
    say(at(13, 9), alert("Credential dumping", "noisy-host", ""));
  }

  /** Another product says something five hundred times in an hour. */
  private void alertFlood() {
    for (int i = 0; i < 500; i++) {
      say(at(13, 9).plusSeconds(5L * i), alert("Macro blocked", "flooded-host", ""));
    }
  }

  /** The sensor of a network says what it never said of it, and names a device. */
  private void rareAlertNearby() {
    String network =
        """
        ,"resource":{"type":"network","id":"guest-network"}\
        """;
    for (int day = 7; day < 13; day++) {
      say(at(day, 9), alert("Odd packet", "guest-host", network));
    }
    say(at(13, 9), alert("Beacon", "guest-host", network));
  }

  /** After failed sign-ins a second factor is changed from where its owner never was. */
  private void mfaChangeAfterRisk() {
    for (int day = 7; day < 14; day++) {
      say(at(day, 9), signsIn("changed", "success", "192.0.2.12", 64_500));
    }
    for (int i = 0; i < 4; i++) {
      say(at(14, 9).plusSeconds(i), signsIn("changed", "failure", "198.51.100.12", 64_501));
    }
    say(
        at(14, 9).plusSeconds(60),
        does("user", "changed", "EnableMFADevice", "success")
            + ",\"source\":{\"ip\":\"198.51.100.12\",\"asn\":64501}");
  }

  /** Somebody signs in by way of Tor. */
  private void anonymiser() {
    say(at(14, 9), signsIn("hidden", "success", TOR_EXIT, 64_502));
  }

  /** Somebody signs in from an address that is on nine lists. */
  private void badReputation() {
    say(at(14, 9), signsIn("ill-famed", "success", LISTED, 64_503));
  }

  /** Somebody switches the audit trail off. */
  private void loggingOff() {
    say(at(14, 9), uses("silencer", "StopLogging", "success", "audit-trail"));
  }

  /** A program's account is used with a browser. */
  private void interactiveServiceAccount() {
    for (int day = 7; day < 14; day++) {
      say(at(day, 2), does("service", "nightly", "GetReport", "success") + client("curl/8.5.0"));
    }
    say(
        at(14, 9),
        does("service", "nightly", "GetReport", "success")
            + client("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"));
  }

  private static String client(String userAgent) {
    return ",\"client\":{\"user_agent\":\"%s\"}".formatted(userAgent);
  }

  /** Somebody lets an application act for him that nobody ever heard of. */
  private void consent() {
    say(at(14, 9), uses("trusting", "Consent to application", "success", "free-calendar"));
  }

  /** Who sends a little to one place every day sends very much to another. */
  private void rareUpload() {
    for (int day = 7; day < 14; day++) {
      say(at(day, 9), uploads("sender", "files.example", 2_000_000));
    }
    say(at(14, 9), uploads("sender", "drop.example", 40_000_000_000L));
  }

  /** Who sends the same for ten days sends a quarter more on each day after. */
  private void slowDrift() {
    double bytes = 2_000_000;
    for (int day = 0; day < 20; day++) {
      bytes *= day < 10 ? 1 : 1.25;
      say(at(day, 9), uploads("drifter", "files.example", (long) bytes));
    }
  }

  /** Who has stepped up on three days does so again on the same device. */
  private void stepUp() {
    for (int day = 10; day < 14; day++) {
      say(
          at(day, 9),
          """
          "category":"authentication","action":"mfa_challenge","outcome":"success",\
          "principal":{"type":"user","id":"proven"},"device":{"id":"proven-laptop"},\
          "auth":{"method":"webauthn"}\
          """);
    }
  }

  private static String uploads(String who, String domain, long bytes) {
    return does("user", who, "file.upload", "success")
        + ",\"destination\":{\"domain\":\"%s\"},\"bytes_out\":%d".formatted(domain, bytes);
  }

  private static String does(String type, String who, String action, String outcome) {
    return """
    "category":"api","action":"%s","outcome":"%s","principal":{"type":"%s","id":"%s"}\
    """
        .formatted(action, outcome, type, who);
  }

  private static String uses(String who, String action, String outcome, String thing) {
    return does("user", who, action, outcome) + ",\"resource\":{\"id\":\"%s\"}".formatted(thing);
  }

  private static String signsIn(String who, String outcome, String ip, int asn) {
    return """
    "category":"authentication","action":"sign_in","outcome":"%s",\
    "principal":{"type":"user","id":"%s"},"source":{"ip":"%s","asn":%d}\
    """
        .formatted(outcome, who, ip, asn);
  }

  private static String connects(String device, String host, int port, String outcome) {
    return """
    "category":"network","action":"connect","outcome":"%s","device":{"id":"%s"},\
    "destination":{"ip":"%s","port":%d}\
    """
        .formatted(outcome, device, host, port);
  }

  private static String alert(String kind, String device, String more) {
    return """
    "category":"detection","action":"%s","device":{"id":"%s"}%s\
    """
        .formatted(kind, device, more);
  }

  private static boolean isWorkday(int day) {
    return day % 7 < DayOfWeek.SATURDAY.ordinal();
  }

  private static Instant at(int day, int hour) {
    return MONDAY.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour));
  }

  private void say(Instant at, String what) {
    String line =
        "{\"id\":\"%s-%d\",\"time\":\"%s\",\"tenant\":\"acme\",%s}"
            .formatted(scene, lines.size(), at, what);
    lines.add(new Line(at, line));
  }
}
