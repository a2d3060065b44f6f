package dev.vedette.trail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.simulator.Dice;
import dev.vedette.simulator.cloudtrail.Standing;
import dev.vedette.simulator.cloudtrail.TrailPrincipal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose credentials an attacker has, technique by technique: somebody in the same capacity as in
 * the recording, known since the first day, and another one each time as long as there are some.
 */
final class Victims {
  private static final Pattern INSTANCE =
      Pattern.compile("arn:[^:]*:sts::[^:]*:assumed-role/[^/]+/i-[0-9a-fA-F]+");

  private final Map<Standing, List<TrailPrincipal>> candidates = new EnumMap<>(Standing.class);

  Victims(List<TrailPrincipal> principals, Dice dice) {
    for (TrailPrincipal each : principals) {
      if (each.firstDay() == 0) {
        candidates.computeIfAbsent(each.standing(), _ -> new ArrayList<>()).add(each);
      }
    }
    for (List<TrailPrincipal> some : candidates.values()) {
      // Fisher and Yates.
      for (int i = some.size() - 1; i > 0; i--) {
        int j = dice.below(i + 1);
        some.set(j, some.set(i, some.get(j)));
      }
    }
  }

  /**
   * The victim of a technique in the capacity of a recorded identity; null for an identity that
   * nobody here has, such as a service of the cloud.
   *
   * @param turn the technique's number, from 0
   */
  @Nullable TrailPrincipal of(int turn, JsonNode identity) {
    Standing standing = standing(identity);
    List<TrailPrincipal> some =
        standing == null ? List.of() : candidates.getOrDefault(standing, List.of());
    return some.isEmpty() ? null : some.get(turn % some.size());
  }

  private static @Nullable Standing standing(JsonNode identity) {
    return switch (identity.path("type").asText()) {
      case "IAMUser", "FederatedUser" -> Standing.IAM_USER;
      case "AssumedRole" ->
          INSTANCE.matcher(identity.path("arn").asText()).matches()
              ? Standing.INSTANCE
              : Standing.PERSON_IN_ROLE;
      default -> null;
    };
  }
}
