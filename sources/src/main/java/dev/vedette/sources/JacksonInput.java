package dev.vedette.sources;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON, as Jackson reads it.
 *
 * @param parser stands at the first value
 * @param base where its bytes begin
 */
record JacksonInput(JsonParser parser, int base) implements JsonInput {
  @Override
  public Kind kind() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> Kind.OBJECT;
      case START_ARRAY -> Kind.LIST;
      case VALUE_STRING -> Kind.TEXT;
      case VALUE_NULL -> Kind.NULL;
      default -> Kind.PLAIN;
    };
  }

  @Override
  public void enter() {
    // Jackson goes in by itself.
  }

  @Override
  public @Nullable JsonTree member(JsonTree tree) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonTree member = tree.member(name);
      parser.nextToken();
      if (member != null) {
        return member;
      }
      parser.skipChildren();
    }
    return null;
  }

  @Override
  public boolean item() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  @Override
  public @Nullable String text() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  @Override
  public String structure() throws IOException {
    return structure(parser);
  }

  /** The value that a parser stands at as JSON text. */
  static String structure(JsonParser parser) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator json = JsonTree.JSON.createGenerator(text)) {
      json.copyCurrentStructure(parser);
    }
    return text.toString();
  }

  @Override
  public void skip() throws IOException {
    parser.skipChildren();
  }

  @Override
  public int from() {
    return base + (int) parser.currentTokenLocation().getByteOffset();
  }

  @Override
  public int to() {
    return base + (int) parser.currentLocation().getByteOffset();
  }
}
