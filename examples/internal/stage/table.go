package stage

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Gap is the space between two columns.
const Gap = "  "

// Table prints aligned columns. A cell may have several lines, and is wrapped where its column has a width.
type Table struct {
	Titles []string
	Right  map[int]bool // numbers
	Width  map[int]int  // fixed widths; other columns fit their cells
	rows   [][]string
}

// Add adds a row. One of a single cell is a heading.
func (t *Table) Add(cells ...string) { t.rows = append(t.rows, cells) }

// Rule adds a line across.
func (t *Table) Rule() { t.rows = append(t.rows, nil) }

// Print prints the table, indented by two blanks.
func (t *Table) Print(w io.Writer) {
	widths := t.widths()
	all := len(Gap) * (len(widths) - 1)
	for _, n := range widths {
		all += n
	}
	t.line(w, widths, t.Titles)
	rule := Gap + strings.Repeat("-", all)
	fmt.Fprintln(w, rule)
	for _, r := range t.rows {
		switch len(r) {
		case 0:
			fmt.Fprintln(w, rule)
		case 1:
			fmt.Fprintln(w, Gap+r[0])
		default:
			t.line(w, widths, r)
		}
	}
}

// widths returns the fixed widths, and for other columns that of the longest cell.
func (t *Table) widths() []int {
	widths := make([]int, len(t.Titles))
	for _, r := range append([][]string{t.Titles}, t.rows...) {
		if len(r) < len(widths) {
			continue
		}
		for i, cell := range r {
			for part := range strings.SplitSeq(cell, "\n") {
				widths[i] = max(widths[i], utf8.RuneCountInString(part))
			}
		}
	}
	for i, n := range t.Width {
		widths[i] = n
	}
	return widths
}

// line prints one row, on as many lines as its longest cell has.
func (t *Table) line(w io.Writer, widths []int, cells []string) {
	parts := make([][]string, len(cells))
	height := 0
	for i, cell := range cells {
		parts[i] = Wrap(cell, widths[i])
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
			if t.Right[i] {
				text = pad + text
			} else {
				text += pad
			}
			b.WriteString(Gap + text)
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// Wrap breaks a text between words so that no line is longer than width; a longer word has a line of its own.
func Wrap(text string, width int) (lines []string) {
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
