package dev.vedette.simulator.cloudtrail;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.simulator.Dice;
import dev.vedette.simulator.Weights;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Somebody or something that calls, as the trail names it. */
public final class TrailPrincipal {
  /** The account in which everybody lives: one that the documentation of AWS uses. */
  public static final String ACCOUNT = "111122223333";

  private static final List<String> FIRST =
      List.of(
          "ada", "ben", "cleo", "dora", "emil", "fay", "gus", "hana", "ivo", "june", "kofi", "lena",
          "milo", "nora", "otto", "pia", "quin", "rosa", "sven", "tara");
  private static final List<String> LAST =
      List.of(
          "arden", "birch", "cole", "dale", "elm", "frost", "grove", "heath", "ives", "jay",
          "knoll", "lark", "marsh", "north", "oakes", "pine", "quill", "reed", "stone", "thorn");
  private static final List<String> SERVICES =
      List.of(
          "autoscaling.amazonaws.com",
          "lambda.amazonaws.com",
          "ec2.amazonaws.com",
          "cloudtrail.amazonaws.com",
          "ecs-tasks.amazonaws.com",
          "config.amazonaws.com",
          "rds.amazonaws.com",
          "events.amazonaws.com",
          "backup.amazonaws.com",
          "guardduty.amazonaws.com");
  private static final List<String> REGIONS = List.of("eu-central-1", "eu-west-1", "us-east-1");
  private static final Weights REGION_LAW = Weights.of(new double[] {60, 25, 15});

  private final int index;
  private final Job job;
  private final String name;
  private final String region;
  private final String id;
  private final boolean secondFactor;
  private final int firstDay;
  private final int startMinute;
  private final double pace;
  private final double[] favourites;
  private final Weights preference;
  private final double remoteShare;
  private final int office;

  private TrailPrincipal(int index, Job job, int ordinal, TrailSettings settings) {
    this.index = index;
    this.job = job;
    var dice = Dice.of(settings.seed(), TrailLife.PURPOSE, 1, index);
    region = REGIONS.get(REGION_LAW.draw(dice));
    id = letters(dice, 16);
    secondFactor = dice.chance(0.8);
    firstDay = job.rhythm() == Rhythm.OFFICE && dice.chance(0.04) ? dice.below(settings.days()) : 0;
    startMinute = (int) dice.normal(7.8 * 60, 60);
    pace =
        job.rhythm() == Rhythm.POLLING
            ? Math.max(3, dice.logNormal(job.pace(), 0.4))
            : dice.logNormal(job.pace(), 0.35);
    favourites = new double[6];
    for (int i = 0; i < favourites.length; i++) {
      double at = dice.unit();
      favourites[i] = at * at;
    }
    double[] weights = new double[job.calls().size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = job.calls().get(i).weight() * dice.logNormal(1, 0.8);
    }
    preference = Weights.of(weights);
    remoteShare = dice.between(0.05, 0.7);
    office = dice.below(3);
    name = name(ordinal, settings.seed(), dice);
  }

  /**
   * @param index the principal's number
   * @param ordinal the number among those with the same job
   */
  static TrailPrincipal of(int index, Job job, int ordinal, TrailSettings settings) {
    return new TrailPrincipal(index, job, ordinal, settings);
  }

  private String name(int ordinal, long seed, Dice dice) {
    return switch (job.standing()) {
      case PERSON_IN_ROLE -> person(seed) + "@acme.example";
      case IAM_USER -> job == Job.SCRIPT ? "svc-script-%02d".formatted(ordinal + 1) : person(seed);
      case MACHINE_IN_ROLE -> "%s-%02d".formatted(job.role(), ordinal + 1);
      case INSTANCE -> "i-0%016x".formatted(dice.between(0L, Long.MAX_VALUE));
      case SERVICE ->
          ordinal < SERVICES.size()
              ? SERVICES.get(ordinal)
              : "svc%d.amazonaws.com".formatted(ordinal);
    };
  }

  /** Distinct for distinct indices below 400, numbered from there. */
  private String person(long seed) {
    int pairs = FIRST.size() * LAST.size();
    int pair = (int) Math.floorMod(index * 147L + seed, (long) pairs);
    String plain = FIRST.get(pair % FIRST.size()) + "." + LAST.get(pair / FIRST.size());
    return index < pairs ? plain : plain + index / pairs;
  }

  /** The number, from 0. */
  public int index() {
    return index;
  }

  /** In which capacity it calls. */
  public Standing standing() {
    return job.standing();
  }

  /**
   * The name by which an analyst knows it: the user's, the session's (an address of the identity
   * provider, an instance's id, a pipeline's name), or the service's.
   */
  public String name() {
    return name;
  }

  /** Where it mostly works, such as {@code eu-central-1}. */
  public String region() {
    return region;
  }

  /** The first day on which it calls, from 0. */
  public int firstDay() {
    return firstDay;
  }

  Job job() {
    return job;
  }

  int startMinute() {
    return startMinute;
  }

  double pace() {
    return pace;
  }

  double favourite(int i) {
    return favourites[i % favourites.length];
  }

  double remoteShare() {
    return remoteShare;
  }

  int office() {
    return office;
  }

  Call call(Dice dice) {
    return job.calls().get(preference.draw(dice));
  }

  /** Some letters and figures, as in the ids of keys and users. */
  static String letters(Dice dice, int count) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(dice.below(alphabet.length())));
    }
    return text.toString();
  }

  /**
   * A sitting: the credentials of one session, from an address, with a client.
   *
   * @param openedMillis when the session was created
   * @param key the access key of the session; that of the user for a key in a file
   * @param console whether it is the console's
   */
  public record Sitting(long openedMillis, String key, boolean console) {}

  /** The credentials of a session that is opened at an instant. */
  public Sitting sitting(long openedMillis, boolean console) {
    boolean lasting = job.standing() == Standing.IAM_USER && !console;
    var dice = Dice.of(Dice.mix(index), TrailLife.PURPOSE, 2, lasting ? 0 : openedMillis);
    return new Sitting(openedMillis, (lasting ? "AKIA" : "ASIA") + letters(dice, 16), console);
  }

  /**
   * Writes the value of {@code userIdentity}.
   *
   * @param json a generator that stands where a value belongs
   */
  public void writeIdentity(Sitting sitting, JsonGenerator json) throws IOException {
    json.writeStartObject();
    switch (job.standing()) {
      case SERVICE -> {
        json.writeStringField("type", "AWSService");
        json.writeStringField("invokedBy", name);
      }
      case IAM_USER -> {
        json.writeStringField("type", "IAMUser");
        json.writeStringField("principalId", "AIDA" + id);
        json.writeStringField("arn", "arn:aws:iam::%s:user/%s".formatted(ACCOUNT, name));
        json.writeStringField("accountId", ACCOUNT);
        json.writeStringField("accessKeyId", sitting.key());
        json.writeStringField("userName", name);
        if (sitting.console()) {
          json.writeObjectFieldStart("sessionContext");
          attributes(sitting, secondFactor, json);
          json.writeEndObject();
        }
      }
      case PERSON_IN_ROLE, MACHINE_IN_ROLE, INSTANCE -> {
        json.writeStringField("type", "AssumedRole");
        json.writeStringField("principalId", "AROA" + roleId() + ":" + name);
        json.writeStringField(
            "arn", "arn:aws:sts::%s:assumed-role/%s/%s".formatted(ACCOUNT, roleName(), name));
        json.writeStringField("accountId", ACCOUNT);
        json.writeStringField("accessKeyId", sitting.key());
        json.writeObjectFieldStart("sessionContext");
        json.writeObjectFieldStart("sessionIssuer");
        json.writeStringField("type", "Role");
        json.writeStringField("principalId", "AROA" + roleId());
        json.writeStringField("arn", roleArn());
        json.writeStringField("accountId", ACCOUNT);
        json.writeStringField("userName", roleName());
        json.writeEndObject();
        attributes(sitting, false, json);
        if (job.standing() == Standing.INSTANCE) {
          json.writeStringField("ec2RoleDelivery", "2.0");
        }
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static void attributes(Sitting sitting, boolean mfa, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("attributes");
    json.writeStringField("creationDate", time(sitting.openedMillis()));
    json.writeStringField("mfaAuthenticated", Boolean.toString(mfa));
    json.writeEndObject();
  }

  boolean secondFactor() {
    return secondFactor;
  }

  /** The role of which it is a session. */
  String roleName() {
    return switch (job.standing()) {
      case PERSON_IN_ROLE -> "AWSReservedSSO_%s_%s".formatted(job.role(), hash(job.role()));
      case MACHINE_IN_ROLE -> name;
      default -> job.role() + "-role";
    };
  }

  String roleArn() {
    String path =
        job.standing() == Standing.PERSON_IN_ROLE ? "aws-reserved/sso.amazonaws.com/" : "";
    return "arn:aws:iam::%s:role/%s%s".formatted(ACCOUNT, path, roleName());
  }

  private String roleId() {
    return letters(Dice.of(roleName().hashCode(), TrailLife.PURPOSE, 3), 16);
  }

  private static String hash(String text) {
    return String.format(Locale.ROOT, "%016x", Dice.mix(text.hashCode()));
  }

  /** A time as the trail writes it: whole seconds. */
  static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
