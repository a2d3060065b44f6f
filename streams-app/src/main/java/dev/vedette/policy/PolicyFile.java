package dev.vedette.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Text;
import dev.vedette.risk.ConditionalEvidence;
import dev.vedette.risk.FalseAlarmBudget;
import dev.vedette.risk.FamilyPolicy;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Policy;
import dev.vedette.risk.SubjectPattern;
import dev.vedette.risk.Suppression;
import dev.vedette.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies: YAML or JSON in the format {@value #FORMAT} of {@code docs/policy.md}, which
 * {@code schemas/policy.schema.json} describes for editors. Nothing that is not understood is
 * passed over.
 */
public final class PolicyFile {
  /** What a policy's member {@code format} says. */
  public static final String FORMAT = "vedette-policy/1";

  /** The greatest file, in bytes. */
  public static final int MAX_BYTES = Topics.MAX_POLICY_BYTES;

  private static final String PACKAGED = "/policies/default.yaml";
  private static final int MAX_TEXT = 500;
  private static final double MAX_NATS = 30;

  private PolicyFile() {}

  /**
   * Reads a policy.
   *
   * @param origin where it is from, for messages
   * @param utf8 at most {@value #MAX_BYTES} bytes
   * @throws PolicyFormatException a line for each complaint: {@code origin:line: path: complaint}
   */
  public static Policy read(String origin, byte[] utf8) {
    var complaints = new Complaints(origin);
    String text = text(complaints, utf8);
    Part root = text == null ? null : Part.read(complaints, text);
    Policy policy = root == null ? null : policy(root);
    complaints.end();
    // What could not be made was complained of.
    return Objects.requireNonNull(policy);
  }

  /** The packaged policy as it is written, with the reason for each number. */
  public static String packaged() {
    try (InputStream in = PolicyFile.class.getResourceAsStream(PACKAGED)) {
      if (in == null) {
        throw new IllegalStateException(PACKAGED + " is not in the application");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String text(Complaints complaints, byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      complaints.add(
          1, "", "%,d bytes; a policy has at most %,d".formatted(utf8.length, MAX_BYTES));
      return null;
    }
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException e) {
      complaints.add(1, "", "is not UTF-8");
      return null;
    }
  }

  private static @Nullable Policy policy(Part root) {
    root.object(
        List.of(
            "format",
            "version",
            "prior",
            "scoreStep",
            "levels",
            "families",
            "criticality",
            "conditional",
            "suppressions",
            "budget"));
    String format = root.text("format", MAX_TEXT);
    if (!format.isEmpty() && !format.equals(FORMAT)) {
      root.wrong("format is %s, not \"%s\"".formatted(FORMAT, Text.excerpt(format)));
    }
    String version = root.text("version", 64);
    double prior = root.number("prior", -30, 0, null);
    double step = root.number("scoreStep", 0.1, 100, null);
    LevelPolicy levels = levels(root.member("levels", true));
    Map<Family, FamilyPolicy> families = families(root.member("families", true));
    var ofTypes = new HashMap<SubjectType, Double>();
    var ofSubjects = new HashMap<Subject, Double>();
    criticality(root.member("criticality", false), ofTypes, ofSubjects);
    List<ConditionalEvidence> conditional = conditional(root.member("conditional", false));
    List<Suppression> suppressions = suppressions(root.member("suppressions", false));
    FalseAlarmBudget budget = budget(root.member("budget", false));
    if (levels == null
        || budget == null
        || families.size() < Family.values().length
        || version.isEmpty()) {
      return null;
    }
    return root.made(() ->
        new Policy(
            version,
            prior,
            families,
            levels,
            step,
            ofTypes,
            ofSubjects,
            conditional,
            suppressions,
            budget));
  }

  private static @Nullable LevelPolicy levels(@Nullable Part part) {
    if (part == null) {
      return null;
    }
    part.object(List.of("medium", "high", "critical", "hysteresis", "dwell"));
    double medium = part.number("medium", -MAX_NATS, MAX_NATS, null);
    double high = part.number("high", -MAX_NATS, MAX_NATS, null);
    double critical = part.number("critical", -MAX_NATS, MAX_NATS, null);
    double hysteresis = part.number("hysteresis", 0, 2, null);
    Duration dwell = part.duration("dwell", Duration.ZERO, Duration.ofHours(24));
    return part.made(() -> new LevelPolicy(medium, high, critical, hysteresis, dwell));
  }

  private static @Nullable FalseAlarmBudget budget(@Nullable Part part) {
    if (part == null) {
      return FalseAlarmBudget.NONE;
    }
    part.object(List.of("high", "critical"));
    Double high = asked(part, "high");
    Double critical = asked(part, "critical");
    return part.made(() -> new FalseAlarmBudget(high, critical));
  }

  private static @Nullable Double asked(Part budget, String name) {
    return budget.member(name, false) == null
        ? null
        : (Double) budget.number(name, FalseAlarmBudget.LEAST, FalseAlarmBudget.MOST, null);
  }

  private static Map<Family, FamilyPolicy> families(@Nullable Part part) {
    var families = new EnumMap<Family, FamilyPolicy>(Family.class);
    if (part == null) {
      return families;
    }
    part.object(Arrays.stream(Family.values()).map(Family::wireName).toList());
    for (Family family : Family.values()) {
      Part one = part.member(family.wireName(), true);
      FamilyPolicy policy = one == null ? null : family(one);
      if (policy != null) {
        families.put(family, policy);
      }
    }
    return families;
  }

  private static @Nullable FamilyPolicy family(Part part) {
    part.object(List.of("halfLife", "cap", "hourCap", "reassuranceCap", "weight"));
    Duration halfLife =
        part.duration("halfLife", FamilyPolicy.MIN_HALF_LIFE, FamilyPolicy.MAX_HALF_LIFE);
    double cap = part.number("cap", 0.001, FamilyPolicy.MAX_NATS, null);
    double hourCap = part.number("hourCap", 0, FamilyPolicy.MAX_NATS, null);
    double reassuranceCap = part.number("reassuranceCap", 0, FamilyPolicy.MAX_NATS, null);
    double weight = part.number("weight", 0, FamilyPolicy.MAX_WEIGHT, 1.0);
    return part.made(() -> new FamilyPolicy(halfLife, cap, hourCap, reassuranceCap, weight));
  }

  private static void criticality(
      @Nullable Part part, Map<SubjectType, Double> ofTypes, Map<Subject, Double> ofSubjects) {
    if (part == null) {
      return;
    }
    part.object(List.of("types", "subjects"));
    Part types = part.member("types", false);
    if (types != null) {
      List<SubjectType> deciding =
          Arrays.stream(SubjectType.values()).filter(type -> type != SubjectType.SESSION).toList();
      types.object(deciding.stream().map(SubjectType::wireName).toList());
      for (SubjectType type : deciding) {
        if (types.member(type.wireName(), false) != null) {
          ofTypes.put(type, types.number(type.wireName(), 0.01, 100, 1.0));
        }
      }
    }
    Part subjects = part.member("subjects", false);
    for (Part one : subjects == null ? List.<Part>of() : subjects.items()) {
      one.object(List.of("tenant", "type", "id", "times"));
      String tenant = one.text("tenant", Subject.MAX_CHARS);
      SubjectType type = type(one, true);
      String id = one.text("id", Subject.MAX_CHARS);
      double times = one.number("times", 0.01, 100, null);
      if (type == SubjectType.SESSION) {
        one.wrong("a session has the criticality of its owner: name that");
      } else if (type != null) {
        Subject subject = one.made(() -> Subject.of(tenant, type, id));
        if (subject != null && ofSubjects.put(subject, times) != null) {
          one.wrong("this subject is given twice");
        }
      }
    }
  }

  private static List<ConditionalEvidence> conditional(@Nullable Part part) {
    var rules = new ArrayList<ConditionalEvidence>();
    for (Part one : part == null ? List.<Part>of() : part.items()) {
      one.object(List.of("family", "while", "times"));
      Family family = one.choice("family", List.of(Family.values()), Family::wireName, true);
      Level level =
          one.choice("while", List.of(Level.MEDIUM, Level.HIGH, Level.CRITICAL), Level::name, true);
      double times = one.number("times", 1, ConditionalEvidence.MAX_TIMES, null);
      if (family != null && level != null) {
        rules.add(new ConditionalEvidence(family, level, times));
      }
    }
    return rules;
  }

  private static List<Suppression> suppressions(@Nullable Part part) {
    var suppressions = new ArrayList<Suppression>();
    for (Part one : part == null ? List.<Part>of() : part.items()) {
      one.object(List.of("who", "what", "from", "until", "why", "by"));
      SubjectPattern who = who(one.member("who", true));
      Part what = one.member("what", true);
      long from = one.instant("from");
      long until = one.instant("until");
      String why = one.text("why", MAX_TEXT);
      String by = one.text("by", MAX_TEXT);
      if (who == null || what == null) {
        continue;
      }
      what.object(List.of("detector", "family"));
      String detector = what.text("detector", MAX_TEXT, "");
      Family family = what.choice("family", List.of(Family.values()), Family::wireName, false);
      if (why.isEmpty() || by.isEmpty()) {
        continue;
      }
      Suppression made =
          one.made(() ->
              new Suppression(
                  who, detector.isEmpty() ? null : detector, family, from, until, why, by));
      if (made != null) {
        suppressions.add(made);
      }
    }
    return suppressions;
  }

  private static @Nullable SubjectPattern who(@Nullable Part part) {
    if (part == null) {
      return null;
    }
    part.object(List.of("tenant", "type", "id"));
    String tenant = part.text("tenant", SubjectPattern.MAX_CHARS, "*");
    SubjectType type = type(part, false);
    String id = part.text("id", SubjectPattern.MAX_CHARS);
    return id.isEmpty() ? null : part.made(() -> new SubjectPattern(tenant, type, id));
  }

  private static @Nullable SubjectType type(Part part, boolean needed) {
    return part.choice("type", List.of(SubjectType.values()), SubjectType::wireName, needed);
  }
}
