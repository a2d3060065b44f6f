package dev.vedette.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Category;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;
import dev.vedette.events.Stamp;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What the domain says the contract says, in the same order: neither can grow alone. */
class ContractMirrorTest {
  @Test
  void shouldHaveAFieldForEveryComponent() {
    mirrors(
        AccessEvent.class,
        dev.vedette.schemas.AccessEvent.getClassSchema(),
        Map.of("timeMillis", List.of("time")));
    mirrors(AccessEvent.Principal.class, dev.vedette.schemas.Principal.getClassSchema());
    mirrors(AccessEvent.Device.class, dev.vedette.schemas.Device.getClassSchema());
    mirrors(AccessEvent.Endpoint.class, dev.vedette.schemas.Endpoint.getClassSchema());
    mirrors(AccessEvent.Destination.class, dev.vedette.schemas.Destination.getClassSchema());
    mirrors(AccessEvent.Client.class, dev.vedette.schemas.Client.getClassSchema());
    mirrors(AccessEvent.Auth.class, dev.vedette.schemas.Auth.getClassSchema());
    mirrors(AccessEvent.Resource.class, dev.vedette.schemas.Resource.getClassSchema());
    mirrors(AccessEvent.Target.class, dev.vedette.schemas.Target.getClassSchema());
    mirrors(Subject.class, dev.vedette.schemas.Subject.getClassSchema());
    mirrors(EventRef.class, dev.vedette.schemas.EventRef.getClassSchema());
    mirrors(Signal.class, dev.vedette.schemas.Signal.getClassSchema());
    mirrors(RiskUpdate.class, dev.vedette.schemas.RiskUpdate.getClassSchema());
    mirrors(RiskUpdate.Contribution.class, dev.vedette.schemas.Contribution.getClassSchema());
    mirrors(RiskUpdate.Part.class, dev.vedette.schemas.Part.getClassSchema());
    mirrors(RiskUpdate.Energy.class, dev.vedette.schemas.Energy.getClassSchema());
    mirrors(RiskUpdate.Step.class, dev.vedette.schemas.Step.getClassSchema());
    mirrors(Alert.class, dev.vedette.schemas.Alert.getClassSchema());
    mirrors(DeadLetter.class, dev.vedette.schemas.DeadLetter.getClassSchema());
    mirrors(Stamp.class, dev.vedette.schemas.Stamp.getClassSchema());
    mirrors(Sighting.class, dev.vedette.schemas.Sighting.getClassSchema());
    mirrors(SessionActivity.class, dev.vedette.schemas.SessionActivity.getClassSchema());
  }

  @Test
  void shouldSayAllOfAnObservationInItsOwnOrder() {
    var components =
        Arrays.stream(Observation.class.getRecordComponents()).map(RecordComponent::getName);
    var fields =
        components
            .flatMap(name ->
                switch (name) {
                  case "subject" -> Stream.of("tenant", "subject_type", "subject_id", "owned");
                  case "rarity" -> Stream.of("rarity_step", "rarity_epoch_day");
                  default -> Stream.of(snake(name));
                })
            .sorted()
            .toList();
    assertEquals(
        fields, names(dev.vedette.schemas.Observation.getClassSchema()).stream().sorted().toList());
  }

  @Test
  void shouldGiveEveryConstantItsSymbol() {
    symbols(Category.values(), dev.vedette.schemas.Category.getClassSchema());
    symbols(Outcome.values(), dev.vedette.schemas.Outcome.getClassSchema());
    symbols(SubjectType.values(), dev.vedette.schemas.SubjectType.getClassSchema());
    symbols(Family.values(), dev.vedette.schemas.Family.getClassSchema());
    symbols(
        Arrays.stream(SubjectType.values())
            .filter(SubjectType::isPrincipal)
            .toArray(SubjectType[]::new),
        dev.vedette.schemas.PrincipalType.getClassSchema());
    assertEquals(
        Arrays.stream(Level.values()).map(Level::name).toList(),
        dev.vedette.schemas.Level.getClassSchema().getEnumSymbols());
    // The types of principals are the first types of subjects, in the same order.
    assertEquals(
        dev.vedette.schemas.PrincipalType.getClassSchema().getEnumSymbols(),
        dev.vedette.schemas.SubjectType.getClassSchema().getEnumSymbols().subList(0, 2));
  }

  private static void mirrors(Class<? extends Record> domain, Schema schema) {
    mirrors(domain, schema, Map.of());
  }

  private static void mirrors(
      Class<? extends Record> domain, Schema schema, Map<String, List<String>> otherwise) {
    var fields =
        Arrays.stream(domain.getRecordComponents())
            .map(RecordComponent::getName)
            .flatMap(name -> otherwise.getOrDefault(name, List.of(snake(name))).stream())
            .toList();
    assertEquals(fields, names(schema), domain.getName());
  }

  private static void symbols(Enum<?>[] constants, Schema schema) {
    assertEquals(
        Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList(),
        schema.getEnumSymbols());
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Schema.Field::name).toList();
  }

  private static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
