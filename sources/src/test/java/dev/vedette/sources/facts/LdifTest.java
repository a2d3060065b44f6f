package dev.vedette.sources.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories exported as LDIF. */
class LdifTest {
  private static final byte[] GUID = {
    0x33,
    0x22,
    0x11,
    0x00,
    0x55,
    0x44,
    0x77,
    0x66,
    (byte) 0x88,
    (byte) 0x99,
    (byte) 0xAA,
    (byte) 0xBB,
    (byte) 0xCC,
    (byte) 0xDD,
    (byte) 0xEE,
    (byte) 0xFF
  };
  private static final byte[] SID = {
    1, 2, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, (byte) 0x51, (byte) 0x04, 0, 0
  };

  /** As {@code ldifde} and {@code ldapsearch} leave it for Active Directory. */
  private static final String ACTIVE_DIRECTORY =
      """
      # extended LDIF
      #
      # filter: (objectClass=*)
      #  folded comment
      version: 1

      dn: CN=Alice Example,OU=Staff,DC=corp,DC=example
      changetype: add
      objectClass: top
      objectClass: person
      objectClass: organizationalPerson
      objectClass: user
      cn: Alice Example
      sAMAccountName: Alice
      USERPRINCIPALNAME: alice@corp.example
      msDS-PrincipalName: CORP\\Alice
      mail: Alice.Example@corp.example
      proxyAddresses: SMTP:alice.example@corp.example
      proxyAddresses: smtp:a.example@corp.example
      proxyAddresses: sip:alice@corp.example
      department:: %s
      manager: CN=Miller\\, Carol,OU=Staff,DC=corp,DC=exam
       ple
      memberOf: CN=Payments,OU=Groups,DC=corp,DC=example
      memberOf: CN=Staff\\2C all,OU=Groups,DC=corp,DC=example
      objectGUID:: %s
      objectSid:: %s
      thumbnailPhoto:< file:///tmp/photo

      dn: CN="Miller, Carol", OU=staff, DC=CORP, DC=example
      objectClass: user
      sAMAccountName: carol
      mail: shared@corp.example
      manager: CN=Somebody Else,OU=Gone,DC=corp,DC=example

      dn: CN=Backup,OU=Services,DC=corp,DC=example
      objectClass: user
      sAMAccountName: svc-backup
      servicePrincipalName: backup/host.corp.example
      mail: shared@corp.example

      dn: CN=web,CN=Managed Service Accounts,DC=corp,DC=example
      objectClass: user
      objectClass: computer
      objectClass: msDS-GroupManagedServiceAccount
      sAMAccountName: web$

      dn: CN=WS-0007,OU=Machines,DC=corp,DC=example
      objectClass: user
      objectClass: computer
      sAMAccountName: WS-0007$
      dNSHostName: ws-0007.corp.example
      managedBy: CN=Alice Example,OU=Staff,DC=corp,DC=example

      dn: CN=Payments,OU=Groups,DC=corp,DC=example
      objectClass: group
      sAMAccountName: Payments

      dn: CN=Partner,OU=Contacts,DC=corp,DC=example
      objectClass: person
      objectClass: contact
      mail: partner@example.net

      dn: OU=Staff,DC=corp,DC=example
      objectClass: organizationalUnit

      # search reference
      ref: ldap://ForestDnsZones.corp.example/DC=ForestDnsZones

      # search result
      search: 2
      result: 0 Success

      # numResponses: 9
      """
          .formatted(base64("Größe & Co".getBytes(UTF_8)), base64(GUID), base64(SID));

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  LdifTest() {}

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private PrincipalFact principal(Directory directory, String name) {
    var found =
        directory.principal("t", name, Instant.parse("2026-06-01T00:00:00Z").toEpochMilli());
    assertNotNull(found, name);
    PrincipalFact fact = found.fact();
    assertNotNull(fact, name);
    return fact;
  }

  @Test
  void shouldReadAnActiveDirectory() throws IOException {
    Files.writeString(folder.resolve("principals.ldif"), ACTIVE_DIRECTORY.replace("\n", "\r\n"));
    var remarks = new ArrayList<String>();
    Directory directory = FactFolder.load(folder, remarks::add).directory();
    assertEquals(
        List.of(
            "principals.ldif: 4 principals; left out: 1 computers, 1 groups, 1 others,"
                + " 1 without sAMAccountName or uid"),
        remarks);
    PrincipalFact alice = principal(directory, "alice@corp.example");
    assertEquals("Alice", alice.id());
    assertEquals(
        Set.of(
            "alice",
            "alice@corp.example",
            "corp\\alice",
            "alice.example@corp.example",
            "a.example@corp.example",
            "00112233-4455-6677-8899-aabbccddeeff",
            "s-1-5-21-1105"),
        alice.aliases());
    assertEquals("Größe & Co", alice.department());
    assertEquals("carol", alice.manager());
    assertEquals(List.of("Payments", "Staff, all"), alice.groups());
    assertEquals(false, alice.serviceAccount());
    PrincipalFact carol = principal(directory, "carol");
    assertEquals("Somebody Else", carol.manager());
    assertEquals(Set.of("carol"), carol.aliases(), "an address of two is nobody's name");
    assertEquals(true, principal(directory, "svc-backup").serviceAccount());
    assertEquals(true, principal(directory, "web$").serviceAccount());
    assertEquals(null, directory.principal("t", "shared@corp.example", 0));
    assertEquals(null, directory.principal("t", "Alice Example", 0));
  }

  @Test
  void shouldReadComputersAsDevices() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("devices.ldif.gz")))) {
      out.write(ACTIVE_DIRECTORY.getBytes(UTF_8));
    }
    Directory directory = FactFolder.load(folder).directory();
    var found = directory.device("t", "WS-0007.corp.example", 0);
    assertNotNull(found);
    DeviceFact device = found.fact();
    assertNotNull(device);
    assertEquals("WS-0007", device.id());
    assertEquals("Alice", device.owner());
    assertEquals(true, device.managed());
    assertEquals(null, directory.principal("t", "alice", 0));
  }

  @Test
  void shouldReadAnOpenLdapWhoseGroupsNameTheirMembers() throws IOException {
    Files.writeString(
        folder.resolve("principals.ldif"),
        """
        dn: uid=dave,ou=people,dc=example
        objectClass: inetOrgPerson
        uid: dave
        uid: dave2
        mail: dave@example.com
        ou: Lab
        departmentNumber: 7
        entryUUID: 1b0c8f3e-0000-4000-8000-00000000d4fe

        dn: cn=ops,ou=groups,dc=example
        objectClass: groupOfNames
        member: UID=dave, OU=people, DC=example

        dn: cn=wheel,ou=groups,dc=example
        objectClass: posixGroup
        memberUid: dave
        """);
    PrincipalFact dave =
        principal(FactFolder.load(folder).directory(), "1B0C8F3E-0000-4000-8000-00000000D4FE");
    assertEquals("dave", dave.id());
    assertEquals("7", dave.department());
    assertEquals(List.of("ops", "wheel"), dave.groups());
    assertTrue(dave.aliases().containsAll(Set.of("dave2", "dave@example.com")), dave::toString);
  }

  @Test
  void shouldTakeExportsOfSeveralDaysAsVersions() throws IOException {
    String entry = "dn: uid=dave\nobjectClass: person\nuid: dave\ndepartment: %s\n";
    Files.writeString(folder.resolve("principals.ldif"), entry.formatted("lab"));
    Files.writeString(folder.resolve("principals.2026-03-01.ldif"), entry.formatted("sales"));
    Directory directory = FactFolder.load(folder).directory();
    var before =
        directory.principal("t", "dave", Instant.parse("2026-02-28T23:59:59Z").toEpochMilli());
    assertNotNull(before);
    PrincipalFact old = before.fact();
    assertNotNull(old);
    assertEquals("lab", old.department());
    assertEquals("sales", principal(directory, "dave").department());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dn: a=b;changetype: modify;delete: mail;- | principals.ldif:2: a change, where entries are wanted: changetype: "modify"
          dn: a=b;control: 1.2.3 | principals.ldif:2: a change, where entries are wanted: a control
          version: 2 | principals.ldif:1: not version 1 of LDIF
          uid: a | principals.ldif:1: an entry begins with dn:, not with: "uid"
          dn: a=b;# c;nothing | principals.ldif:3: "attribute: value" is wanted: "nothing"
          dn: a=b;uid:: %% | principals.ldif:2: not base64: the value of: "uid"
          dn: a=b;uid:< file:///x | principals.ldif:2: a value in another file is not read: "uid"
          dn: a=b;cn: x;;dn: a=c;uid: x | principals.ldif:4: objectClass is missing
          dn: a=b;objectClass: person;uid: x;;dn: A = B;objectClass: person;uid: y | principals.ldif:5: an entry of this dn was there before
          dn: a=b;objectClass: person;uid: x;;dn: a=c;objectClass: person;uid: x | principals.ldif:5: field "id" is there twice
          dn: a=b;objectClass: person;uid: x;;search: 2;result: 4 Size limit exceeded | principals.ldif:6: the search did not end well
          """)
  void shouldSayWhereAndWhatIsWrong(String text, String expected) throws IOException {
    Files.writeString(folder.resolve("principals.ldif"), text.replace(';', '\n'));
    var wrong = assertThrows(IllegalArgumentException.class, () -> FactFolder.load(folder));
    String message = String.valueOf(wrong.getMessage());
    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void shouldBoundALineAndKeepTheFirstGroupsByName() throws IOException {
    var entry = new StringBuilder("dn: uid=dave\nobjectClass: person\nuid: dave\njpegPhoto:: ");
    entry.append((base64(new byte[60]) + "\n ").repeat(2_000)).append('\n');
    for (int i = 0; i < 70; i++) {
      entry.append("memberOf: cn=g%03d,dc=example%n".formatted(i));
    }
    Path file = folder.resolve("principals.ldif");
    Files.writeString(file, entry);
    var remarks = new ArrayList<String>();
    PrincipalFact dave = principal(FactFolder.load(folder, remarks::add).directory(), "dave");
    assertEquals(64, dave.groups().size());
    assertEquals("g063", dave.groups().getLast());
    assertTrue(remarks.getFirst().contains("1 groups beyond the first 64"), remarks::toString);
    try (var out = Files.newBufferedWriter(file)) {
      out.write("dn: ");
      for (int i = 0; i < 17; i++) {
        out.write("x".repeat(1 << 20));
      }
    }
    var wrong = assertThrows(IllegalArgumentException.class, () -> FactFolder.load(folder));
    assertEquals("principals.ldif:1: a line has more than 16777216 characters", wrong.getMessage());
  }
}
