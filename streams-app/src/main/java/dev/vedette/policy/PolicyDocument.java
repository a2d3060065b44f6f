package dev.vedette.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.events.EventHash;
import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.FalseAlarmBudget;
import dev.vedette.risk.FamilyPolicy;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Policy;
import dev.vedette.risk.SubjectPattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A policy as a document of its file's format: everything is said, in one order. */
public final class PolicyDocument {
  private static final ObjectWriter WRITER =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  private PolicyDocument() {}

  /** JSON that {@link PolicyFile#read} reads as the same policy; equal policies have equal text. */
  public static String json(Policy policy) {
    try {
      return WRITER.writeValueAsString(tree(policy)).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, texts and numbers are JSON", e);
    }
  }

  /** What tells two policies apart, whatever their version is called: 32 hexadecimal digits. */
  public static String digest(Policy policy) {
    return EventHash.of(json(policy).getBytes(UTF_8)).hex();
  }

  /** Members in the order of the documentation; numbers without needless digits. */
  static Map<String, Object> tree(Policy policy) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("format", PolicyFile.FORMAT);
    tree.put("version", policy.version());
    tree.put("prior", decimal(policy.priorNats()));
    tree.put("scoreStep", decimal(policy.scoreStep()));
    tree.put("levels", levels(policy.levels()));
    var families = new LinkedHashMap<String, Object>();
    for (Family family : Family.values()) {
      families.put(family.wireName(), family(policy.family(family)));
    }
    tree.put("families", families);
    tree.put("criticality", criticality(policy));
    tree.put("conditional", conditional(policy));
    tree.put("suppressions", suppressions(policy));
    if (!policy.budget().isEmpty()) {
      tree.put("budget", budget(policy.budget()));
    }
    return tree;
  }

  private static Map<String, Object> budget(FalseAlarmBudget budget) {
    var tree = new LinkedHashMap<String, Object>();
    Double high = budget.high();
    if (high != null) {
      tree.put("high", decimal(high));
    }
    Double critical = budget.critical();
    if (critical != null) {
      tree.put("critical", decimal(critical));
    }
    return tree;
  }

  private static Map<String, Object> levels(LevelPolicy levels) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("medium", decimal(levels.mediumNats()));
    tree.put("high", decimal(levels.highNats()));
    tree.put("critical", decimal(levels.criticalNats()));
    tree.put("hysteresis", decimal(levels.hysteresisNats()));
    tree.put("dwell", plain(levels.dwell()));
    return tree;
  }

  private static Map<String, Object> family(FamilyPolicy family) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("halfLife", plain(family.halfLife()));
    tree.put("cap", decimal(family.capNats()));
    tree.put("hourCap", decimal(family.hourCapNats()));
    tree.put("reassuranceCap", decimal(family.reassuranceCapNats()));
    tree.put("weight", decimal(family.weight()));
    return tree;
  }

  private static Map<String, Object> criticality(Policy policy) {
    var types = new LinkedHashMap<String, Object>();
    for (SubjectType type : SubjectType.values()) {
      Double times = policy.criticality().get(type);
      if (times != null) {
        types.put(type.wireName(), decimal(times));
      }
    }
    List<Subject> named =
        policy.criticalityOf().keySet().stream()
            .sorted(Comparator.comparing(SubjectKey::encode))
            .toList();
    var subjects = new ArrayList<Object>();
    for (Subject subject : named) {
      var one = new LinkedHashMap<String, Object>();
      one.put("tenant", subject.tenant());
      one.put("type", subject.type().wireName());
      one.put("id", subject.id());
      one.put("times", decimal(policy.criticalityOf(subject)));
      subjects.add(one);
    }
    var tree = new LinkedHashMap<String, Object>();
    tree.put("types", types);
    tree.put("subjects", subjects);
    return tree;
  }

  private static List<Object> conditional(Policy policy) {
    var list = new ArrayList<Object>();
    for (var rule : policy.conditional()) {
      var one = new LinkedHashMap<String, Object>();
      one.put("family", rule.family().wireName());
      one.put("while", rule.whileLevel().name());
      one.put("times", decimal(rule.times()));
      list.add(one);
    }
    return list;
  }

  private static List<Object> suppressions(Policy policy) {
    var list = new ArrayList<Object>();
    for (var suppression : policy.suppressions()) {
      var what = new LinkedHashMap<String, Object>();
      if (suppression.detector() != null) {
        what.put("detector", suppression.detector());
      }
      Family family = suppression.family();
      if (family != null) {
        what.put("family", family.wireName());
      }
      var one = new LinkedHashMap<String, Object>();
      one.put("who", who(suppression.who()));
      one.put("what", what);
      one.put("from", Instant.ofEpochMilli(suppression.fromMillis()).toString());
      one.put("until", Instant.ofEpochMilli(suppression.untilMillis()).toString());
      one.put("why", suppression.why());
      one.put("by", suppression.by());
      list.add(one);
    }
    return list;
  }

  private static Map<String, Object> who(SubjectPattern pattern) {
    var who = new LinkedHashMap<String, Object>();
    who.put("tenant", pattern.tenant());
    SubjectType type = pattern.type();
    if (type != null) {
      who.put("type", type.wireName());
    }
    who.put("id", pattern.id());
    return who;
  }

  /** Such as {@code 24h}, {@code 5m} or {@code 1h30m}. */
  static String plain(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    return part(duration.toHours(), "h")
        + part(duration.toMinutesPart(), "m")
        + part(duration.toSecondsPart(), "s");
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + unit;
  }

  /** A number as people write it: 7, not 7.0. */
  static String plain(double number) {
    return decimal(number).toPlainString();
  }

  private static BigDecimal decimal(double number) {
    BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
