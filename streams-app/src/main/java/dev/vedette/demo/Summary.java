package dev.vedette.demo;

import dev.vedette.board.Plain;
import dev.vedette.demo.Verdict.Bystander;
import dev.vedette.demo.Verdict.Victim;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A {@link Verdict} in words. */
final class Summary {
  private static final int WIDTH = 140;
  private static final int NAMED = 5;

  private Summary() {}

  static List<String> of(Verdict verdict, boolean rest) {
    var lines = new ArrayList<String>();
    lines.add("");
    if (verdict.interrupted()) {
      lines.add("Stopped before the live part began: there is nothing to tell.");
      return lines;
    }
    lines.add("WHAT CAME OF IT");
    if (verdict.victims().stream().allMatch(victim -> victim.fallenMillis() == null)) {
      lines.add("");
      lines.add("It ended before an account fell: there was nothing to find yet. Let it run 90 s.");
    }
    verdict.victims().forEach(victim -> victim(victim, lines));
    others(verdict, lines);
    next(rest, lines);
    return lines;
  }

  private static void next(boolean rest, List<String> lines) {
    lines.add("");
    lines.add("WHERE TO GO NEXT");
    if (rest) {
      lines.add(
          "  bin/vedette demo            without --for it runs on; look at it in a browser, or ask:");
      lines.add("  http://127.0.0.1:8080/");
      lines.add("  curl -s 'http://127.0.0.1:8080/v1/tenants/acme/risk/top?type=user'");
    }
    lines.add("  bin/vedette replay --help   the same for logs of your own");
    lines.add(
        "  docs/detections.md          what is looked for, and what it mistakes for an attack");
    lines.add("  docs/risk.md                how evidence becomes a score that adds up");
    lines.add("  docs/topics.md              what to publish and what to read");
  }

  private static void victim(Victim victim, List<String> lines) {
    lines.add("");
    String name = victim.user().id();
    Long attacked = victim.attackedMillis();
    if (attacked == null) {
      lines.add(cut("%s was not attacked yet when it ended.".formatted(name)));
      return;
    }
    if (!victim.found()) {
      lines.add(
          cut(
              victim.missed()
                  ? "MISSED: the account of %s fell, and its risk did not rise above %s."
                      .formatted(name, victim.level())
                  : "%s was attacked; it ended too early for a judgement (level %s)."
                      .formatted(name, victim.level())));
    } else {
      lines.add(cut("%s was attacked and reached %s.".formatted(name, victim.level())));
      rises(victim, attacked, lines);
    }
    RiskUpdate highest = victim.highest();
    if (highest != null) {
      evidence(highest, lines);
    }
  }

  private static void rises(Victim victim, long attacked, List<String> lines) {
    Long fallen = victim.fallenMillis();
    for (Level level : List.of(Level.HIGH, Level.CRITICAL)) {
      Long at = victim.risenMillis().get(level);
      if (at != null) {
        String line =
            "  %s %.1f s after the first attempt on it".formatted(level, (at - attacked) / 1e3);
        lines.add(
            fallen == null
                ? line
                : "%s, %.1f s after the attacker was in".formatted(line, (at - fallen) / 1e3));
      }
    }
  }

  /** The terms of the sum, which is the log-odds exactly. */
  private static void evidence(RiskUpdate update, List<String> lines) {
    long prior = 0;
    long rest = 0;
    var parts = new ArrayList<Part>();
    for (Contribution contribution : update.contributions()) {
      if (contribution.signals().isEmpty()) {
        prior += contribution.micros();
      } else {
        parts.addAll(contribution.signals());
        rest += contribution.restMicros();
      }
    }
    parts.sort(Comparator.comparingLong(Part::micros).reversed());
    for (Part part : parts) {
      lines.add(
          cut(
              "  %+6.2f  %s  [%s, %s]"
                  .formatted(part.micros() / 1e6, part.why(), part.detector(), part.technique())));
    }
    if (rest != 0) {
      lines.add(cut("  %+6.2f  more of the same".formatted(rest / 1e6)));
    }
    lines.add(
        cut("  %+6.2f  before any evidence: few accounts are taken over".formatted(prior / 1e6)));
    lines.add(
        cut(
            "  %+6.2f  in all (log-odds, so %.1f of 100)"
                .formatted(update.logOddsMicros() / 1e6, update.score())));
  }

  private static void others(Verdict verdict, List<String> lines) {
    lines.add("");
    lines.add(
        cut(
            "The other %d users: %d stayed LOW, %d rose to MEDIUM, %d to HIGH or CRITICAL."
                .formatted(
                    verdict.others().size(),
                    verdict.othersAt(Level.LOW),
                    verdict.othersAt(Level.MEDIUM),
                    verdict.othersAt(Level.HIGH) + verdict.othersAt(Level.CRITICAL))));
    verdict.others().stream()
        .filter(other -> other.level() != Level.LOW)
        .sorted(Comparator.comparing(Bystander::level).reversed())
        .limit(NAMED)
        .forEach(other ->
            lines.add(
                cut("  %-8s %s: %s".formatted(other.level(), other.user().id(), other.why()))));
  }

  private static String cut(String line) {
    return Plain.cut(line, WIDTH);
  }
}
