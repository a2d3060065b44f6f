package dev.vedette.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import dev.vedette.events.SubjectType;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When an event says the same as another reader in another vocabulary: the resource {@code
 * vocabulary.yaml} beside this class, one for all formats.
 */
final class Vocabulary {
  private static final String WITH_ADDRESS = "any with an address";

  private final Map<String, Set<Category>> categories = new HashMap<>();
  private final Set<String> addressed;
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final List<String> identityLabels = new ArrayList<>();

  private Vocabulary(JsonNode tree) {
    var withAddress = new ArrayList<String>();
    tree.path("categories")
        .properties()
        .forEach(entry -> {
          Set<Category> ours = EnumSet.noneOf(Category.class);
          for (JsonNode name : entry.getValue()) {
            if (name.asText().equals(WITH_ADDRESS)) {
              withAddress.add(entry.getKey());
            } else {
              ours.add(Category.of(name.asText()));
            }
          }
          categories.put(entry.getKey(), ours);
        });
    addressed = Set.copyOf(withAddress);
    tree.path("outcomes")
        .properties()
        .forEach(entry -> {
          for (JsonNode word : entry.getValue()) {
            outcomes.put(word.asText(), Outcome.of(entry.getKey()));
          }
        });
    tree.path("identity_labels").forEach(label -> identityLabels.add(label.asText()));
  }

  /** The one that ships. */
  static Vocabulary load() {
    return new Vocabulary(SourceTable.resource("vocabulary.yaml"));
  }

  /** Whether the expectation says anything about it that can be compared. */
  boolean isExpected(Facet facet, Expected expected) {
    return switch (facet) {
      case TIME -> expected.time() != null;
      case ACTOR -> !expected.actor().isEmpty();
      case SOURCE -> expected.source() != null;
      case OUTCOME -> expected.outcome() != null;
      case CATEGORY -> !expected.categories().isEmpty();
    };
  }

  /** Whether an event says what is expected of it. */
  boolean agrees(Facet facet, Expected expected, AccessEvent event) {
    return switch (facet) {
      case TIME -> sameTime(expected.time(), Instant.ofEpochMilli(event.timeMillis()));
      case ACTOR -> sameActor(expected, event);
      case SOURCE -> sameAddress(expected.source(), address(event));
      case OUTCOME ->
          outcomes.getOrDefault(lower(expected.outcome()), Outcome.UNKNOWN) == event.outcome();
      case CATEGORY -> expected.categories().stream().anyMatch(c -> sameCategory(c, event));
    };
  }

  /** What is expected, for a person. */
  static String shown(Facet facet, Expected expected) {
    return switch (facet) {
      case TIME -> String.valueOf(expected.time());
      case ACTOR -> String.join(" | ", expected.actor());
      case SOURCE -> String.valueOf(expected.source());
      case OUTCOME -> String.valueOf(expected.outcome());
      case CATEGORY -> String.join(" | ", expected.categories());
    };
  }

  /** What an event says, for a person. */
  String shown(Facet facet, AccessEvent event) {
    return switch (facet) {
      case TIME -> Instant.ofEpochMilli(event.timeMillis()).toString();
      case ACTOR -> String.join(" | ", spellings(event));
      case SOURCE -> String.valueOf(address(event));
      case OUTCOME -> event.outcome().wireName();
      case CATEGORY -> event.category().wireName() + " (" + event.action() + ")";
    };
  }

  /** Equal to the second if whole seconds are expected, else to the millisecond. */
  private static boolean sameTime(@Nullable Instant expected, Instant got) {
    if (expected == null) {
      return false;
    }
    ChronoUnit unit =
        expected.truncatedTo(ChronoUnit.SECONDS).equals(expected)
            ? ChronoUnit.SECONDS
            : ChronoUnit.MILLIS;
    return expected.truncatedTo(unit).equals(got.truncatedTo(unit));
  }

  /**
   * Where a service acted and the other side names one user only, that is the user acted upon: ECS
   * calls {@code user} whoever is relevant to the event.
   */
  private boolean sameActor(Expected expected, AccessEvent event) {
    var ours = new ArrayList<>(spellings(event));
    AccessEvent.Principal principal = event.principal();
    AccessEvent.Target target = event.target();
    if (target != null
        && !expected.target()
        && (principal == null || principal.type() == SubjectType.SERVICE)) {
      ours.add(target.id());
    }
    return expected.actor().stream()
        .map(Identity::of)
        .anyMatch(theirs -> ours.stream().map(Identity::of).anyMatch(theirs::agrees));
  }

  private List<String> spellings(AccessEvent event) {
    var spellings = new ArrayList<String>();
    AccessEvent.Principal principal = event.principal();
    if (principal != null) {
      spellings.add(principal.id());
      if (principal.name() != null) {
        spellings.add(principal.name());
      }
      for (String label : identityLabels) {
        String value = event.labels().get(label);
        if (value != null) {
          spellings.add(value);
        }
      }
    }
    return spellings;
  }

  private static @Nullable String address(AccessEvent event) {
    AccessEvent.Endpoint source = event.source();
    return source == null ? null : source.ip();
  }

  /** Whether a text is an address and no name. */
  static boolean isAddress(String text) {
    return parsed(text) != null;
  }

  private static boolean sameAddress(@Nullable String expected, @Nullable String got) {
    if (expected == null || got == null) {
      return false;
    }
    InetAddress theirs = parsed(expected);
    return theirs != null && theirs.equals(parsed(got));
  }

  private static @Nullable InetAddress parsed(String text) {
    try {
      return InetAddress.ofLiteral(text.strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private boolean sameCategory(String expected, AccessEvent event) {
    Set<Category> ours = categories.get(expected);
    if (ours == null) {
      throw new IllegalStateException("vocabulary.yaml does not know the category " + expected);
    }
    return ours.contains(event.category()) || (addressed.contains(expected) && hasAddress(event));
  }

  private static boolean hasAddress(AccessEvent event) {
    AccessEvent.Destination destination = event.destination();
    return address(event) != null || (destination != null && destination.ip() != null);
  }

  private static String lower(@Nullable String text) {
    return String.valueOf(text).toLowerCase(Locale.ROOT);
  }
}
