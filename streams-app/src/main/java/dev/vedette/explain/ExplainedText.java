package dev.vedette.explain;

import dev.vedette.board.Ink;
import dev.vedette.board.Plain;
import dev.vedette.events.EventRef;
import dev.vedette.events.Signal;
import dev.vedette.explain.Waterfall.Kind;
import dev.vedette.explain.Waterfall.Step;
import dev.vedette.risk.Assessment;
import dev.vedette.risk.Counterfactual;
import dev.vedette.risk.Level;
import dev.vedette.risk.Outlook;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An explanation as lines of text for a person, each at most as wide as the terminal. Control
 * characters from events never get through.
 */
public final class ExplainedText {
  /** The narrowest text. */
  public static final int MIN_WIDTH = 60;

  private static final int MAX_WIDTH = 110;
  private static final int LABEL = 36;
  private static final int NATS = 11;
  private static final int FACTOR = 8;
  private static final int MANY_LINES = 12;
  private static final int NAMED_EVENTS = 2;
  private static final int SHOWN_CHANGES = 8;

  private final int width;
  private final Ink ink;
  private final Words words = new Words();
  private final List<String> lines = new ArrayList<>();

  private ExplainedText(int columns, Ink ink) {
    this.width = Math.clamp(columns, MIN_WIDTH, MAX_WIDTH);
    this.ink = ink;
  }

  /** The lines, from top to bottom. */
  public static List<String> lines(Explained explained, int columns, Ink ink) {
    var text = new ExplainedText(columns, ink);
    text.head(explained);
    text.happened(explained);
    text.why(explained);
    text.changes(explained);
    text.next(explained);
    text.counterfactual(explained);
    return text.lines;
  }

  private void head(Explained explained) {
    RiskUpdate risk = explained.risk();
    String who = Words.who(risk.subject());
    String verdict =
        "%s: risk %s of 100, %s".formatted(who, Words.score(risk.score()), risk.level());
    lines.add(ink.level(risk.level(), Plain.cut(verdict, width)));
    String tenant = risk.subject().tenant();
    lines.add(
        ink.faint(
            Plain.cut(
                "At %s, tenant %s, policy %s."
                    .formatted(Words.time(risk.atMillis()), tenant, risk.policyVersion()),
                width)));
    Long since = explained.levelSinceMillis();
    if (since != null && risk.level() != Level.LOW) {
      wrapped(
          "%s since %s, for %s."
              .formatted(risk.level(), Words.time(since), Words.length(risk.atMillis() - since)),
          "");
    }
    sense(explained);
    lines.add("");
    wrapped(Words.sentence(risk.reason()), "");
  }

  private void sense(Explained explained) {
    String other =
        switch (explained.changedSince()) {
          case -1 -> "";
          case 0 -> " Nothing of it was corrected later.";
          case 1 -> " One signal was corrected later.";
          default -> " %d signals were corrected later.".formatted(explained.changedSince());
        };
    wrapped(
        explained.sense() == Sense.AS_KNOWN
            ? "As it was known then." + other
            : "As corrected: from all that is known of that instant by now.",
        "");
  }

  private void happened(Explained explained) {
    List<Part> parts = parts(explained);
    if (parts.isEmpty()) {
      return;
    }
    title("WHAT HAPPENED");
    String day = "";
    for (Part part : parts) {
      String when = Words.time(explained.happenedMillis(part));
      String its = when.substring(0, when.indexOf(','));
      if (!its.equals(day)) {
        lines.add(its + ", times in UTC");
        day = its;
      }
      String clock = when.substring(when.indexOf(',') + 2, when.length() - " UTC".length());
      wrapped(
          "%s  %s: %s".formatted(clock, words.detector(part.detector()), part.why()),
          " ".repeat(12),
          "  ");
      lines.add(ink.faint(Plain.cut(" ".repeat(12) + behind(part, explained.risk()), width)));
    }
  }

  /** The events behind a signal, by their ids, and the ATT&CK technique. */
  private static String behind(Part part, RiskUpdate risk) {
    String ids =
        part.events().stream()
            .limit(NAMED_EVENTS)
            .map(EventRef::id)
            .collect(Collectors.joining(", "));
    int more = part.events().size() - NAMED_EVENTS;
    String events =
        ids.isEmpty()
            ? ""
            : (part.events().size() == 1 ? "event " : "events ")
                + ids
                + (more > 0 ? " and %d more".formatted(more) : "");
    String technique = part.technique().isEmpty() ? "" : "ATT&CK " + part.technique();
    boolean other = !part.subject().equals(risk.subject());
    String whose = other ? "seen of " + Words.who(part.subject()) : "";
    return List.of(technique, whose, events).stream()
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  private static List<Part> parts(Explained explained) {
    return explained.risk().contributions().stream()
        .flatMap(term -> term.signals().stream())
        .sorted(
            Comparator.comparingLong(explained::happenedMillis)
                .thenComparing(Comparator.comparingLong(Part::micros).reversed()))
        .toList();
  }

  private void why(Explained explained) {
    Waterfall waterfall = Waterfall.of(explained.risk());
    title("WHY THE RISK IS " + Words.score(explained.risk().score()));
    wrapped(
        "Each line says how many times likelier (×) or less likely (÷) it makes that an attacker"
            + " is behind this. The bars run from the odds before it to the odds after it; │ is"
            + " where both are equally likely.",
        "");
    lines.add("");
    lines.add(
        ink.faint(
            Plain.fit("", LABEL) + " " + right("log-odds", NATS) + " " + right("odds", FACTOR)));
    for (Step step : waterfall.steps()) {
      step(step, waterfall);
    }
    long sum = waterfall.sumMicros();
    lines.add("─".repeat(Math.min(width, LABEL + NATS + FACTOR + 2)));
    lines.add(
        ink.strong(
            Plain.fit("Sum: the odds of an attack", LABEL)
                + " "
                + right(Words.nats(sum), NATS)
                + "  "
                + Words.odds(sum)));
    lines.add(
        Plain.cut(
            "As a risk from 0 to 100: 100 / (1 + e^-(%s)) = %s"
                .formatted(Words.nats(sum), Words.score(explained.risk().score())),
            width));
    if (parts(explained).stream().anyMatch(part -> part.micros() != part.evidenceMicros())) {
      lines.add("");
      wrapped(
          "Evidence of one kind counts up to a limit and fades with time: a line may be less than"
              + " what was seen.",
          "");
    }
  }

  private void step(Step step, Waterfall waterfall) {
    boolean part = step.kind() == Kind.SIGNAL || step.kind() == Kind.REST;
    String label = Plain.fit((part ? "  " : "") + words.of(step), LABEL);
    if (step.kind() == Kind.FAMILY) {
      lines.add(ink.faint(label + " " + right(Words.nats(step.micros()), NATS)));
      return;
    }
    String line =
        label
            + " "
            + right(Words.nats(step.micros()), NATS)
            + " "
            + right(Words.factor(step.micros()), FACTOR)
            + " ";
    int room = width - Plain.columns(line);
    lines.add(room < 10 ? line.stripTrailing() : line + bar(step, waterfall, room));
  }

  private String bar(Step step, Waterfall waterfall, int room) {
    long low = waterfall.lowestMicros();
    double scale = (room - 1) / (double) Math.max(1, waterfall.highestMicros() - low);
    int zero = (int) Math.round(-low * scale);
    int from = (int) Math.round((Math.min(step.fromMicros(), step.toMicros()) - low) * scale);
    int to = (int) Math.round((Math.max(step.fromMicros(), step.toMicros()) - low) * scale);
    var bar = new StringBuilder();
    for (int i = 0; i < room; i++) {
      boolean inside = i >= from && (i < to || i == from);
      bar.append(inside ? (step.micros() < 0 ? '░' : '█') : i == zero ? '│' : ' ');
    }
    String text = bar.toString().stripTrailing();
    return step.micros() < 0 ? ink.level(Level.LOW, text) : ink.level(Level.HIGH, text);
  }

  private void changes(Explained explained) {
    List<RiskUpdate> changes = explained.changes();
    if (changes.isEmpty()) {
      return;
    }
    title("HOW THE LEVEL CAME ABOUT");
    int skipped = Math.max(0, changes.size() - SHOWN_CHANGES);
    if (skipped > 0) {
      lines.add(ink.faint("  %d earlier changes are not shown".formatted(skipped)));
    }
    for (RiskUpdate change : changes.subList(skipped, changes.size())) {
      wrapped(
          "%s  %s → %s at %s: %s"
              .formatted(
                  Words.second(change.atMillis()),
                  change.previousLevel(),
                  change.level(),
                  Words.score(change.score()),
                  change.reason()),
          " ".repeat(6),
          "  ",
          3);
    }
  }

  private void next(Explained explained) {
    title("WHAT COMES NEXT, IF NOTHING MORE IS SEEN");
    if (explained.falls().isEmpty()) {
      lines.add("  The level stays " + explained.risk().level() + ".");
      return;
    }
    for (Outlook.Fall fall : explained.falls()) {
      lines.add(
          Plain.cut(
              "  falls to %-6s  %s UTC, in %s, at risk %s"
                  .formatted(
                      fall.level(),
                      Words.minute(fall.atMillis()),
                      Words.length(fall.atMillis() - explained.risk().atMillis()),
                      Words.score(fall.score())),
              width));
    }
  }

  private void counterfactual(Explained explained) {
    Counterfactual found = explained.counterfactual();
    if (found == null) {
      return;
    }
    title("WHAT " + found.level() + " HANGS ON");
    if (!found.isPossible()) {
      wrapped("No set of the named signals: evidence that is no longer named carries it.", "  ");
      return;
    }
    if (found.signals().isEmpty()) {
      wrapped("On no signal: the level only waits until it may fall.", "  ");
      return;
    }
    wrapped(
        "Without %s it would have been %s (log-odds %s, risk %s). %s:"
            .formatted(
                found.signals().size() == 1
                    ? "this one signal"
                    : "these %d signals".formatted(found.signals().size()),
                found.without(explained.levels()),
                Words.nats(found.withoutMicros()),
                Words.score(Assessment.score(found.withoutMicros())),
                found.isSmallest()
                    ? "No smaller set does it"
                    : "No set with fewer than %d does it".formatted(found.atLeast())),
        "  ",
        "  ");
    for (Signal signal : found.signals()) {
      wrapped(
          "- %s (evidence %s): %s"
              .formatted(
                  words.detector(signal.detector()),
                  Words.nats(signal.evidenceMicros()),
                  signal.why()),
          "    ",
          "  ");
    }
  }

  private void title(String text) {
    lines.add("");
    lines.add(ink.strong(Plain.cut(text, width)));
  }

  private void wrapped(String text, String indent) {
    wrapped(text, indent, indent);
  }

  private void wrapped(String text, String indent, String firstIndent) {
    wrapped(text, indent, firstIndent, MANY_LINES);
  }

  private void wrapped(String text, String indent, String firstIndent, int most) {
    List<String> wrapped = Plain.wrap(text, width - indent.length(), most);
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add((i == 0 ? firstIndent : indent) + wrapped.get(i));
    }
  }

  private static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - Plain.columns(text))) + text;
  }
}
