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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link Verdict} in words. */
final class Summary {
  private static final int WIDTH = 120;
  private static final int NAMED = 5;

  private Summary() {}

  static List<String> of(Verdict verdict) {
    var lines = new ArrayList<String>();
    lines.add("");
    if (verdict.interrupted()) {
      lines.add("Stopped before the live part began: there is nothing to tell.");
      return lines;
    }
    lines.add("WHAT CAME OF IT");
    verdict.victims().forEach(victim -> victim(victim, lines));
    others(verdict, lines);
    return lines;
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
      lines.add(
          cut(
              "%s was attacked and reached %s: %s"
                  .formatted(name, victim.level(), rises(victim, attacked))));
    }
    RiskUpdate highest = victim.highest();
    if (highest != null) {
      evidence(highest, lines);
    }
  }

  private static String rises(Victim victim, long attacked) {
    Long fallen = victim.fallenMillis();
    String since =
        Stream.of(Level.HIGH, Level.CRITICAL)
            .filter(victim.risenMillis()::containsKey)
            .map(level -> seconds(level, victim.risenMillis().get(level), attacked, fallen))
            .collect(Collectors.joining(", "));
    return since + ".";
  }

  private static String seconds(
      Level level, @Nullable Long at, long attacked, @Nullable Long fallen) {
    long when = at == null ? attacked : at;
    String afterFirst =
        "%s %.1f s after the first attempt".formatted(level, (when - attacked) / 1e3);
    return fallen == null
        ? afterFirst
        : "%s and %.1f s after the account fell".formatted(afterFirst, (when - fallen) / 1e3);
  }

  /** The terms of the sum, which is the log-odds exactly. */
  private static void evidence(RiskUpdate update, List<String> lines) {
    long prior = 0;
    for (Contribution contribution : update.contributions()) {
      if (contribution.signals().isEmpty()) {
        prior += contribution.micros();
        continue;
      }
      for (Part part : contribution.signals()) {
        lines.add(
            cut(
                "  %+6.2f  %s  [%s, ATT&CK %s]"
                    .formatted(
                        part.micros() / 1e6, part.why(), part.detector(), part.technique())));
      }
      if (contribution.restMicros() != 0) {
        lines.add(
            cut(
                "  %+6.2f  more of the same family (%s)"
                    .formatted(contribution.restMicros() / 1e6, contribution.name())));
      }
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
