package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// gap is what stands between two columns.
const gap = "  "

// table prints aligned columns. A cell may have several lines, and is wrapped where its column has a width.
type table struct {
	titles []string
	right  map[int]bool // numbers
	width  map[int]int  // fixed widths; the others are as wide as they must be
	rows   [][]string   // a row of one cell is a heading; an empty one is a rule
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) rule() { t.rows = append(t.rows, nil) }

// print writes the table, indented by two.
func (t *table) print(w io.Writer) {
	widths := t.widths()
	all := len(gap) * (len(widths) - 1)
	for _, n := range widths {
		all += n
	}
	t.line(w, widths, t.titles)
	rule := gap + strings.Repeat("-", all)
	fmt.Fprintln(w, rule)
	for _, r := range t.rows {
		switch len(r) {
		case 0:
			fmt.Fprintln(w, rule)
		case 1:
			fmt.Fprintln(w, gap+r[0])
		default:
			t.line(w, widths, r)
		}
	}
}

// widths are those that are set, and for the rest what the longest cell needs.
func (t *table) widths() []int {
	widths := make([]int, len(t.titles))
	for _, r := range append([][]string{t.titles}, t.rows...) {
		if len(r) < len(widths) {
			continue
		}
		for i, cell := range r {
			for part := range strings.SplitSeq(cell, "\n") {
				widths[i] = max(widths[i], utf8.RuneCountInString(part))
			}
		}
	}
	for i, n := range t.width {
		widths[i] = n
	}
	return widths
}

// line writes one row, over as many lines as its longest cell has.
func (t *table) line(w io.Writer, widths []int, cells []string) {
	parts := make([][]string, len(cells))
	height := 0
	for i, cell := range cells {
		parts[i] = wrap(cell, widths[i])
		height = max(height, len(parts[i]))
	}
	for n := range height {
		var b strings.Builder
		for i := range cells {
			text := ""
			if n < len(parts[i]) {
				text = parts[i][n]
			}
			pad := strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(text)))
			if t.right[i] {
				text = pad + text
			} else {
				text += pad
			}
			b.WriteString(gap + text)
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// wrap breaks a text between words so that no line is longer than width; a longer word stands alone.
func wrap(text string, width int) (lines []string) {
	for part := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(part) {
			switch {
			case line == "":
				line = word
			case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
				line += " " + word
			default:
				lines = append(lines, line)
				line = word
			}
		}
		lines = append(lines, line)
	}
	return lines
}
