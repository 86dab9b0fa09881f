package page

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestACellCannotBreakItsTable(t *testing.T) {
	require.Equal(t, "`a\\|b'c`", code("a|b`c"))
	require.Equal(t, "(empty)", code(""))
	require.Equal(t, `a\|b \*c\* \_d\_ &lt;e>`, plain("a|b *c* _d_\n<e>"))
}

func TestTheContentsLeadToTheHeadings(t *testing.T) {
	text, err := Render("../..")
	require.NoError(t, err)
	page := string(text)
	require.Contains(t, page, "* [Peers' return states](#peers-return-states)")
	for _, line := range strings.Split(page, "\n") {
		if _, link, ok := strings.Cut(line, "](#"); ok && strings.HasPrefix(strings.TrimSpace(line), "* [") {
			title, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "* ["), "](#")
			require.Equal(t, strings.TrimSuffix(link, ")"), anchor(title))
			require.Contains(t, page, "# "+title+"\n")
		}
	}
}

func TestEveryTableOfThePageIsRectangular(t *testing.T) {
	text, err := Render("../..")
	require.NoError(t, err)
	width, tables := 0, 0
	for _, line := range strings.Split(string(text), "\n") {
		if !strings.HasPrefix(line, "|") {
			width = 0
			continue
		}
		cells := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if width == 0 {
			width = cells
			tables++
		}
		require.Equal(t, width, cells, line)
	}
	require.Greater(t, tables, 15)
}

func TestTheSourceMustExplainEveryState(t *testing.T) {
	_, err := Render(t.TempDir())
	require.EqualError(t, err, "page: value 1 of OrderState has no comment in the source")
}
