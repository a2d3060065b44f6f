package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mapping makes of the fields of a record. */
class ValuesTest {
  /** The label {@code x} that a value makes of a JSON object; null if it has none. */
  private static String label(String value, String json) {
    String mapping =
        """
        format: f
        kind: json
        event: {time: $t, category: data, action: read}
        rules:
          - rule: all
            event:
              labels.x: %s
        """
            .formatted(value);
    Normalized normalized =
        Format.parse("f.yaml", mapping)
            .normalizer(new Context("acme", 2026))
            .normalize(
                json.replaceFirst("\\{", "{\"t\":\"2026-05-04T10:00:00Z\",")
                    .getBytes(StandardCharsets.UTF_8))
            .getFirst();
    Map<String, String> fields =
        EventFields.of(
            assertInstanceOf(Normalized.Event.class, normalized, normalized::toString).event());
    return fields.getOrDefault("labels.x", "-");
  }

  private static String quoted(String text) {
    return "{\"a\":\"" + text.replace("\\", "\\\\") + "\"}";
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "CORP\\alice, alice, CORP",
        "CORP\\\\alice, alice, CORP",
        "alice@corp.example, alice, corp.example",
        "CORP\\alice@x, alice@x, CORP",
        "alice, alice, -",
        ".\\alice, alice, -",
        "\\alice, alice, -",
        "alice@, alice, -",
        "@corp, -, corp",
        "a@b@corp, a@b, corp",
        "alice/admin@REALM, alice/admin, REALM",
        "CORP\\PC7$, PC7$, CORP",
      })
  void shouldTakeUserNamesApart(String text, String user, String domain) {
    assertEquals(user, label("{user: $a}", quoted(text)));
    assertEquals(domain, label("{domain: $a}", quoted(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:443, 192.0.2.1, 443, -",
    "192.0.2.1, 192.0.2.1, -, 192.0.2.1",
    "[2001:db8::1]:443, 2001:db8::1, 443, -",
    "[2001:DB8::1], 2001:DB8::1, -, 2001:db8::1",
    "2001:db8::1, 2001:db8::1, -, 2001:db8::1",
    "::ffff:192.0.2.1, 192.0.2.1, -, 192.0.2.1",
    "gate.example:22, gate.example, 22, -",
    "gate, gate, -, -",
    "192.0.2.1:0, 192.0.2.1, -, -",
    "192.0.2.1:65536, 192.0.2.1, -, -",
    "192.0.2.256, 192.0.2.256, -, -",
    "1.2.3, 1.2.3, -, -",
    "fe80::1%eth0, fe80::1%eth0, -, fe80::1",
    "::1, ::1, -, ::1",
    ":::::, :::::, -, -",
    "12:34, 12, 34, -",
  })
  void shouldTakeAddressesApart(String text, String host, String port, String ip) {
    assertEquals(host, label("{host: $a}", quoted(text)));
    assertEquals(port, label("{port: $a}", quoted(text)));
    assertEquals(ip, label("{ip: $a}", quoted(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{upper: $a} | {'a':'straße'} | STRASSE",
        "{part: $a, of: 'arn:.*:user/(?<name>.+)'} | {'a':'arn:aws:iam::1:user/alice'} | alice",
        "{part: $a, of: 'arn:.*:user/(?<name>.+)'} | {'a':'root'} | -",
        "{part: $a, of: '(?<x>.+)-(?<y>.+)', as: $y/$x-$b} | {'a':'1-2','b':'3'} | 2/1-3",
        "{when: {a: 'x.*', b: '(?<n>\\d+)'}, then: n$n, else: other} | {'a':'xy','b':'12'} | n12",
        "{when: {a: 'x.*', b: '(?<n>\\d+)'}, then: n$n, else: other} | {'a':'xy','b':'z'} | other",
        "{unless: {a: 'x.*'}, then: yes} | {'a':'y'} | yes",
        "{unless: {a: 'x.*'}, then: yes} | {'a':'x'} | -",
        "{first: [{when: {a: 1}, then: one}, {when: {a: 2}, then: two}, many]} | {'a':2} | two",
        "{first: [{when: {a: 1}, then: one}, {when: {a: 2}, then: two}, many]} | {'a':3} | many",
        "{map: $a, any_case: true, values: {Login: in}} | {'a':'LOGIN'} | in",
        "{map: $a, values: {Login: in}, patterns: {'Log(?<w>.+)': w$w}} | {'a':'Logout'} | wout",
        "{map: $a, values: {Login: in}, patterns: {'Log.+': w}} | {'a':'Login'} | in",
        "{map: $a, any_case: true, patterns: {'log.+': w}, default: z} | {'a':'LogOff'} | w",
        "{map: $a, values: {x: $b}} | {'a':'x','b':'y'} | y",
        "$p[name=kind].v |"
            + " {'p':[{'v':'1','name':'x'},{'v':'2','name':'kind'},{'name':'kind','v':3}]} | 2",
        "'${p[Name=\"User Agent\"].Value}' | {'p':[{'Name':'User Agent','Value':'curl'}]} | curl",
        "$p[name=kind].v | {'p':[{'name':'other','v':'1'}]} | -",
        "$p[name=kind].v | {'p':{'name':'kind','v':'1'}} | -",
        "$p[*].id | {'p':[{'x':1},{'id':'b'},{'id':'c'}]} | b",
        "$p[*] | {'p':['a','b']} | a",
        "{join: ['$p[1].id', '$p[*].id', '$p[id=c].id'], with: +} | {'p':[{'id':'b'},{'id':'c'}]} |"
            + " c+b+c",
        "$p[k=a].q[k=b].v | {'p':[{'k':'a','q':[{'v':7,'k':'b'}]},{'k':'a','q':[]}]} | 7",
        "$p.q.r | {'p':'{\"q\":{\"r\":\"deep\"}}'} | deep",
        "$p[1].r | {'p':'[1,{\"r\":\"deep\"}]'} | deep",
        "$p.q.r | {'p':'{\"q\":{\"r\":'} | -",
        "{join: [$p, $p.q], with: ' '} | {'p':{'q':1}} | {\"q\":1} 1",
      })
  void shouldMakeValues(String value, String json, String expected) {
    String text = json.replace('"', '\u0001').replace('\'', '"').replace("\u0001", "\\\"");
    assertEquals(expected, label(value, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{part: $a, of: 'x'} | one named group",
        "{part: $a, of: '(?<x>'} | labels.x.of: not a regular expression",
        "{map: $a} | values or patterns is missing",
        "{map: $a, any_case: true, values: {A: x, a: y}} | is given twice",
        "{unless: {a: '(?<x>.)'}, then: y} | has no named groups",
        "{upper: $a, lower: $a} | unknown key",
        "$a[x].b | [n], [*] or [name=text] is expected",
      })
  void shouldRefuseWrongValues(String value, String complaint) {
    var e = assertThrows(MappingException.class, () -> label(value, "{}"));
    assertTrue(String.valueOf(e.getMessage()).contains(complaint), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).startsWith("f.yaml:7:"), e.getMessage());
  }

  @Test
  void shouldCheckEveryConstantThatAFieldMayBecome() {
    String mapping =
        """
        format: f
        kind: json
        event:
          time: $t
          category: data
          action: read
          outcome: {first: [{when: {a: x}, then: success}, {given: $b, then: fine}]}
        """;
    var e = assertThrows(MappingException.class, () -> Format.parse("f.yaml", mapping));
    assertTrue(String.valueOf(e.getMessage()).contains("outcome \"fine\""), e.getMessage());
  }
}
