package dev.vedette.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a run, read back as a user's program reads them. */
record RunDirectory(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  JsonNode summary() throws IOException {
    return JSON.readTree(path.resolve("summary.json").toFile());
  }

  long count(String name) throws IOException {
    return summary().get(name).longValue();
  }

  String digest() throws IOException {
    return summary().get("digest").textValue();
  }

  /** Whether every line that was read is accounted for. */
  boolean closes() throws IOException {
    return count("read")
        == count("scored")
            + count("duplicates")
            + count("tooLate")
            + count("ignored")
            + count("deadLettered");
  }

  List<JsonNode> lines(String file) throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(path.resolve(file))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  List<String> texts(String file, String field) throws IOException {
    return lines(file).stream().map(line -> line.get(field).textValue()).toList();
  }
}
