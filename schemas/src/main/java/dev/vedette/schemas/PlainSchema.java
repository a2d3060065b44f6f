package dev.vedette.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.apache.avro.Schema;

/** Schemas as they are published: without the hints that generated classes carry for Java. */
final class PlainSchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JAVA_STRING = "avro.java.string";

  private PlainSchema() {}

  /** The same schema without {@code avro.java.string}. */
  static Schema of(Schema schema) {
    return parse(json(schema).toString());
  }

  /** Parses one schema that stands alone. */
  static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }

  /** The plain schema as indented JSON that ends with a line end. */
  static String pretty(Schema schema) {
    return json(schema).toPrettyString() + "\n";
  }

  private static JsonNode json(Schema schema) {
    try {
      return plain(JSON.readTree(schema.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro writes schemas as JSON", e);
    }
  }

  private static JsonNode plain(JsonNode node) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, plain(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      object.remove(JAVA_STRING);
      if (object.size() == 1 && "string".equals(object.path("type").asText())) {
        return TextNode.valueOf("string");
      }
      for (String name : object.properties().stream().map(p -> p.getKey()).toList()) {
        object.set(name, plain(object.get(name)));
      }
    }
    return node;
  }
}
