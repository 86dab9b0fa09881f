package page

import (
	"bytes"
	"fmt"
	"strings"
)

// document is a Markdown text being written.
type document struct {
	bytes.Buffer
	headings []heading
}

type heading struct {
	level int
	text  string
}

func (d *document) printf(format string, args ...any) { fmt.Fprintf(&d.Buffer, format, args...) }

// heading starts a section.
func (d *document) heading(level int, text string) {
	d.headings = append(d.headings, heading{level, text})
	d.printf("%s %s\n\n", strings.Repeat("#", level), text)
}

// paragraph writes a text.
func (d *document) paragraph(text string) { d.printf("%s\n\n", text) }

// table writes a table; the cells are Markdown.
func (d *document) table(columns []string, rows [][]string) {
	line := func(cells []string) { d.printf("| %s |\n", strings.Join(cells, " | ")) }
	line(columns)
	d.printf("|%s\n", strings.Repeat(" --- |", len(columns)))
	for _, r := range rows {
		line(r)
	}
	d.printf("\n")
}

// diagram writes a Mermaid diagram.
func (d *document) diagram(mermaid string) { d.printf("```mermaid\n%s```\n\n", mermaid) }

// contents lists the sections down to a level.
func (d *document) contents(deepest int) string {
	var b strings.Builder
	for _, h := range d.headings {
		if h.level <= deepest {
			fmt.Fprintf(&b, "%s* [%s](#%s)\n", strings.Repeat("  ", h.level-2), h.text, anchor(h.text))
		}
	}
	return b.String()
}

// anchor returns the fragment under which GitHub finds a heading.
func anchor(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r == ' ':
			b.WriteRune('-')
		case r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cellText keeps a text from breaking out of its cell or being taken for markup.
var cellText = strings.NewReplacer(
	"|", `\|`, "\n", " ", "\r", " ", "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`,
)

// plain writes a text for a cell.
func plain(s string) string { return cellText.Replace(s) }

// code writes a code for a cell.
func code(s string) string {
	if s == "" {
		return "(empty)"
	}
	return "`" + strings.NewReplacer("|", `\|`, "`", "'", "\n", " ").Replace(s) + "`"
}

// codes writes a list of codes for a cell.
func codes(list []string) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = code(c)
	}
	return strings.Join(out, ", ")
}
