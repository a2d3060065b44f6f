package dev.vedette.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaDocsTest {
  @Test
  void shouldExplainEveryTypeAndField() {
    var undocumented = new ArrayList<String>();
    var seen = new HashSet<String>();
    PackagedSchemas.current().forEach(schema -> walk(schema, seen, undocumented));

    assertTrue(seen.size() > 25, () -> "the walk has seen too little: " + seen);
    assertEquals(List.of(), undocumented);
  }

  @Test
  void shouldNoticeWhatIsNotExplained() {
    Schema bare =
        PlainSchema.parse(
            """
            {"type": "record", "name": "Bare", "doc": "A record.", "fields": [
              {"name": "field", "doc": " ", "type": {"type": "enum", "name": "E", "symbols": ["A"]}}]}
            """);
    var undocumented = new ArrayList<String>();
    walk(bare, new HashSet<>(), undocumented);

    assertEquals(List.of("Bare.field", "E"), undocumented);
  }

  private static void walk(Schema schema, Set<String> seen, List<String> undocumented) {
    switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> {
        if (!seen.add(schema.getFullName())) {
          return;
        }
        if (isBlank(schema.getDoc())) {
          undocumented.add(schema.getFullName());
        }
        if (schema.getType() == Schema.Type.RECORD) {
          for (Schema.Field field : schema.getFields()) {
            if (isBlank(field.doc())) {
              undocumented.add(schema.getFullName() + "." + field.name());
            }
            walk(field.schema(), seen, undocumented);
          }
        }
      }
      case ARRAY -> walk(schema.getElementType(), seen, undocumented);
      case MAP -> walk(schema.getValueType(), seen, undocumented);
      case UNION -> schema.getTypes().forEach(branch -> walk(branch, seen, undocumented));
      default -> {}
    }
  }

  private static boolean isBlank(@org.jspecify.annotations.Nullable String doc) {
    return doc == null || doc.isBlank();
  }
}
