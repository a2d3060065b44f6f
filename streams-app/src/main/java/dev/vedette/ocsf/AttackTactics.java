package dev.vedette.ocsf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which tactics a technique of ATT&amp;CK serves: a table, {@code attack-tactics.txt}. */
public final class AttackTactics {
  /**
   * Valid Accounts. It serves four tactics, and whoever acts with stolen credentials uses it: told
   * of such an act it says nothing of what the act was for.
   */
  private static final String VALID_ACCOUNTS = "T1078";

  private static final String INITIAL_ACCESS = "initial_access";
  private static final Map<String, Set<String>> TABLE = read();

  private AttackTactics() {}

  /** The tactics of a technique or sub-technique, such as {@code defense_evasion}. */
  public static Set<String> of(String technique) {
    int dot = technique.indexOf('.');
    return TABLE.getOrDefault(dot < 0 ? technique : technique.substring(0, dot), Set.of());
  }

  /**
   * Whether a technique that a signal names is of the family of an attack: it serves the attack's
   * tactic. Valid Accounts counts for initial access only.
   */
  public static boolean isOfFamily(String technique, String tactic) {
    return technique.startsWith(VALID_ACCOUNTS)
        ? tactic.equals(INITIAL_ACCESS)
        : of(technique).contains(tactic);
  }

  private static Map<String, Set<String>> read() {
    var table = new HashMap<String, Set<String>>();
    try (var in = AttackTactics.class.getResourceAsStream("attack-tactics.txt");
        var lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.strip();
        if (!text.isEmpty() && text.charAt(0) != '#') {
          String[] parts = text.split(":", 2);
          table.put(
              parts[0].strip(), Set.of(parts[1].strip().toLowerCase(Locale.ROOT).split("\\s+", 0)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(table);
  }
}
