package dev.vedette.sources;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a mapping may make of one text; the names are those of the language, in lower case. */
enum Maker {
  /** In lower case, by the rules of no language. */
  LOWER {
    @Override
    String of(String text) {
      return text.toLowerCase(Locale.ROOT);
    }
  },
  /** In upper case, by the rules of no language. */
  UPPER {
    @Override
    String of(String text) {
      return text.toUpperCase(Locale.ROOT);
    }
  },
  /** {@code alice} of {@code CORP\alice}, {@code CORP\\alice} and {@code alice@corp.example}. */
  USER {
    @Override
    @Nullable String of(String text) {
      int back = text.indexOf('\\');
      if (back >= 0) {
        int from = back;
        while (from < text.length() && text.charAt(from) == '\\') {
          from++;
        }
        return some(text.substring(from));
      }
      int at = text.lastIndexOf('@');
      return some(at < 0 ? text : text.substring(0, at));
    }
  },
  /** {@code CORP} of {@code CORP\alice}, {@code corp.example} of {@code alice@corp.example}. */
  DOMAIN {
    @Override
    @Nullable String of(String text) {
      int back = text.indexOf('\\');
      if (back >= 0) {
        String domain = text.substring(0, back);
        return domain.equals(".") ? null : some(domain);
      }
      int at = text.lastIndexOf('@');
      return at < 0 ? null : some(text.substring(at + 1));
    }
  },
  /** The address or name of {@code 192.0.2.1:443}, {@code [2001:db8::1]:443}, or either alone. */
  HOST {
    @Override
    @Nullable String of(String text) {
      return Addresses.host(text.strip());
    }
  },
  /** The port of {@code 192.0.2.1:443} or {@code [2001:db8::1]:443}, if there is one. */
  PORT {
    @Override
    @Nullable String of(String text) {
      return Addresses.port(text.strip());
    }
  },
  /** An IP address; anything else is nothing. */
  IP {
    @Override
    @Nullable String of(String text) {
      return Addresses.ip(text.strip());
    }
  };

  private static final Map<String, Maker> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(m -> m.name().toLowerCase(Locale.ROOT), Function.identity()));

  /** The maker of that name, or null. */
  static @Nullable Maker named(String name) {
    return BY_NAME.get(name);
  }

  abstract @Nullable String of(String text);

  private static @Nullable String some(String text) {
    return text.isEmpty() ? null : text;
  }
}
