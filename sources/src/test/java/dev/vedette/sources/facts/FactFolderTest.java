package dev.vedette.sources.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactFolderTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  FactFolderTest() {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          principals.csv | id,alias;a,b | principals.csv:2: field "alias" is not known
          principals.csv | id,criticality;a,high | principals.csv:2: field "criticality" "high" is not a number
          principals.csv | id,criticality;a,1000 | principals.csv:2: field "criticality" "1000" is not from 0.01 to 100
          principals.csv | id,service_account;a,maybe | principals.csv:2: field "service_account" "maybe"
          principals.csv | id,effective_from;#c;a,March | principals.csv:3: field "effective_from" "March" is neither
          principals.csv | id,department;,x | principals.csv:2: field "id" is missing or empty
          principals.csv | id,department;a | principals.csv:2: 1 fields, not 2 as in the header
          principals.csv | id,id;a,b | principals.csv:1: a column is there twice
          principals.csv | id;"a | principals.csv:2: a quotation mark is not closed
          principals.csv | id;a;a | principals.csv:3: field "id" is there twice from the same instant
          principals.csv | id,aliases;a,x;b,X | principals, devices: the name "x" stands for both "a" and "b"
          principals.csv | id,aliases;a,B;b,c | principals, devices: the name "b" stands for both "a" and "b"
          principals.json | [{"id":"a"},;{"id":3,"Criticality":"x"}] | principals.json:2: field "criticality" "x"
          principals.jsonl | {"id":"a"};{"id":["b"]} | principals.jsonl:2: field "id" is a list
          principals.jsonl | {"id":"a"};{"id":{}} | principals.jsonl:2: field "id" is an object
          principals.jsonl | {"id":"a"};5 | principals.jsonl:2: an object or a list of objects is wanted
          principals.jsonl | {"id":"a"};{"id" | principals.jsonl:2: malformed JSON
          devices.csv | id,owner,managed;d,a,perhaps | devices.csv:2: field "managed"
          leases.csv | ip,device,from,to;10.0.0.1,d,2026-03-02,2026-03-01 | leases.csv:2: field "to" : the lease ends before
          leases.csv | ip,device,from;host,d,2026-03-02 | leases.csv:2: field "ip" : not a literal address
          leases.csv | ip,device;10.0.0.1,d | leases.csv:2: field "from" is missing
          networks.csv | cidr,label,kind;10.0.0.1/8,x,own | networks.csv:2: field "cidr" : the address has bits after
          networks.csv | cidr,label,kind;10.0.0.0/33,x,own | networks.csv:2: field "cidr" : a prefix has 0 to 32 bits
          networks.csv | cidr,label,kind;10.0.0.0/8,x,mine | networks.csv:2: field "kind" is one of
          aliases.csv | t,al,alice;t,al | aliases.csv:2: "t,al" is not tenant,alias,principal
          reputation.txt | 192.0.2.1 5;192.0.2.x | reputation.txt:2: field "ip": not a literal address
          tor.2026-13-01.txt | 192.0.2.1 | tor.2026-13-01.txt: Text '2026-13-01' could not be parsed
          principal.csv | id | principal.csv: not a file of facts
          principals.2026-03-01.csv | id | principals.2026-03-01.csv: not a file of facts
          """)
  void shouldSayWhereAndWhatIsWrong(String file, String text, String expected) throws IOException {
    String lines = file.startsWith("principals.csv") || !file.isEmpty() ? text : "";
    Files.writeString(folder.resolve(file), lines.replace(';', '\n'));
    var wrong = assertThrows(IllegalArgumentException.class, () -> FactFolder.load(folder));
    String message = String.valueOf(wrong.getMessage());
    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void shouldRefuseWhatIsNoDatabase() throws IOException {
    Files.createDirectory(folder.resolve("geo"));
    Files.writeString(folder.resolve("geo/country.mmdb"), "nothing");
    var wrong = assertThrows(IllegalArgumentException.class, () -> FactFolder.load(folder));
    assertTrue(String.valueOf(wrong.getMessage()).startsWith("country.mmdb: not a database"));
  }

  @Test
  void shouldReadTheSameFromCsvAndJson() throws IOException {
    Path csv = Files.createDirectory(folder.resolve("csv"));
    Files.writeString(
        csv.resolve("principals.csv"),
        "id,aliases,groups,criticality,effectiveFrom\n"
            + "\"a\",\"x,1;y\",\"g \"\"1\"\"\",2,2026-03-01\n");
    Path json = Files.createDirectory(folder.resolve("json"));
    Files.writeString(
        json.resolve("principals.json"),
        """
        [{"id": "a", "aliases": ["x,1", "y"], "groups": ["g \\"1\\""], "criticality": 2,
          "department": null, "effective_from": "2026-03-01T01:00:00+01:00"}]
        """);
    assertEquals(FactFolder.load(csv).version(), FactFolder.load(json).version());
  }

  @Test
  void shouldHaveAnotherVersionForOtherFacts() throws IOException {
    assertEquals(0, FactFolder.load(folder).version());
    Files.writeString(folder.resolve("README.md"), "ours");
    assertEquals(0, FactFolder.load(folder).version());
    Files.writeString(folder.resolve("principals.csv"), "id\na\n");
    long one = FactFolder.load(folder).version();
    Files.writeString(folder.resolve("tor.txt"), "192.0.2.1\n");
    long two = FactFolder.load(folder).version();
    Files.writeString(folder.resolve("principals.csv"), "id,department\na,it\n");
    long three = FactFolder.load(folder).version();
    assertEquals(4, List.of(0L, one, two, three).stream().distinct().count());
    assertNotEquals(0, one);
  }

  @Test
  void shouldGiveAnAliasToAPrincipalOfTheDirectory() throws IOException {
    Files.writeString(folder.resolve("principals.csv"), "id,aliases\nalice,al\n");
    Files.writeString(folder.resolve("aliases.csv"), "*,alice@x,alice\nt,b,bob\n");
    Directory directory = FactFolder.load(folder).directory();
    for (String name : List.of("al", "alice@x", "alice")) {
      var found = directory.principal("t", name, 0);
      assertEquals("alice", found == null ? "nobody" : found.id(), name);
    }
    var bob = directory.principal("t", "B", 0);
    assertEquals("bob", bob == null ? "nobody" : bob.id());
  }
}
