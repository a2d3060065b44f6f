package dev.vedette.bench;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * A question about the risk of one subject.
 *
 * @param subject whose
 * @param isSession whether it asks if a session may go on, which tells its risk too
 */
record Question(Subject subject, boolean isSession) {
  private static final String TENANT = "bench";
  private static final String STRANGER = "stranger-";
  private static final long HOUR_MILLIS = 3_600_000L;

  /**
   * One of those that traffic of so many users gives reason to: mostly about users, also about
   * addresses, devices and sessions, one of ten about somebody whom nobody ever saw.
   */
  static Question any(SplittableRandom random, int users, long nowMillis) {
    int user = random.nextInt(users);
    Subject somebody = of(SubjectType.USER, "user-" + user);
    int kind = random.nextInt(100);
    if (kind < 50) {
      return new Question(somebody, false);
    }
    if (kind < 65) {
      return new Question(of(SubjectType.IP, "192.0.0." + random.nextInt(200)), false);
    }
    if (kind < 75) {
      return new Question(of(SubjectType.DEVICE, "laptop-%d-%d".formatted(user, user & 1)), false);
    }
    if (kind < 90) {
      String id = "session-%d-%d".formatted(user, nowMillis / HOUR_MILLIS);
      return new Question(Subject.session(somebody, id), true);
    }
    return new Question(of(SubjectType.USER, STRANGER + random.nextInt(1_000_000)), false);
  }

  private static Subject of(SubjectType type, String id) {
    return Subject.of(TENANT, type, id);
  }

  /** Whether a subject is one that nobody ever saw. */
  static boolean isStranger(Subject subject) {
    return subject.id().startsWith(STRANGER);
  }

  /** The key of what is stored of it. */
  String key() {
    return SubjectKey.encode(subject.decider());
  }

  /** What is asked for. */
  String path() {
    String id = URLEncoder.encode(subject.id(), StandardCharsets.UTF_8);
    if (isSession) {
      return "/v1/tenants/%s/sessions/%s?owner=user:%s"
          .formatted(TENANT, id, subject.decider().id());
    }
    return "/v1/tenants/%s/subjects/%s/%s/risk".formatted(TENANT, subject.type().wireName(), id);
  }
}
