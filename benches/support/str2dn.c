/* Reads the subjects of a file, one a line, once; parses all of them for each byte that comes in, and answers with one. */
#define _GNU_SOURCE
#include <ldap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
    char **subjects = NULL, *line = NULL;
    size_t count = 0, capacity = 0, room = 0;
    if (!file)
        return 1;
    while (getline(&line, &room, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (count == capacity) {
            capacity = capacity ? 2 * capacity : 1024;
            subjects = realloc(subjects, capacity * sizeof *subjects);
            if (!subjects)
                return 1;
        }
        subjects[count++] = line;
        line = NULL;
        room = 0;
    }
    while (getchar() != EOF) {
        for (size_t at = 0; at < count; at++) {
            LDAPDN dn = NULL;
            if (ldap_str2dn(subjects[at], &dn, LDAP_DN_FORMAT_LDAPV3) != LDAP_SUCCESS)
                return 1;
            ldap_dnfree(dn);
        }
        putchar('.');
        fflush(stdout);
    }
    return 0;
}
