package docs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fault: U20
// A stranger who copies a name from a comment or a page finds it in the code.
func TestCommentsAndPagesNameWhatExists(t *testing.T) {
	m, err := load("../..")
	require.NoError(t, err)
	require.Greater(t, len(m.pkgs), 40)
	for _, p := range m.pkgs {
		for _, f := range p.files {
			for _, c := range f.Comments {
				for _, what := range m.checkComment(p, c.Text()) {
					t.Errorf("%s: %s", m.fset.Position(c.Pos()), what)
				}
			}
		}
	}
	for _, s := range m.texts {
		for _, what := range m.checkNames(s.value) {
			t.Errorf("%s: %s", m.fset.Position(s.pos), what)
		}
	}
	pages, err := filepath.Glob("../../*.md")
	require.NoError(t, err)
	require.NotEmpty(t, pages)
	for _, page := range append(pages, "../../status/STATUSES.md", "../bench/README.md") {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, what := range m.checkPage(string(text)) {
			t.Errorf("%s: %s", page, what)
		}
	}
}

// shop and port are packages for the comments of the tests below.
const (
	shop = `package shop

import "github.com/ordo-sdk/ordo/port"

type Client struct{ base }

type base struct{ Zone string }

func (base) WithZone(string) *Client { return nil }

func New(key string) *Client { return nil }

func (c *Client) GetOrder(id string) (*Order, error) { return nil, nil }

type Order struct {
	ID    string
	Lines port.Line
}

type Alias = port.Line`
	port = `package port

type Line struct{ Price int }

const MaxLines = 3`
	far = `package far

type Thing int`
)

func TestAWrongNameIsFound(t *testing.T) {
	m := newTree()
	for path, src := range map[string]string{"shop": shop, "port": port, "far": far} {
		require.NoError(t, m.add(module+"/"+path, path+".go", []byte(src)))
	}
	for comment, want := range map[string]string{
		"Use [Client], [*Client], [Client.GetOrder], [Order.ID], [port.Line], [port.Line.Price] and [port.MaxLines].": "",
		"See [Client.WithZone], Client.Zone, Alias.Price, port.Line.Price, and [Alias.Price]. Not checked: time.Now.": "",
		"See [errors.Is], [net/http.Handler], a[Index], JSON.Name, io.Reader.":                                        "",
		"See [Shop].":                  "package shop has no Shop",
		"See [Client.Order].":          "Client has no Order",
		"It calls Client.Order first.": "Client has no Order",
		"See [port.Row].":              "package port has no Row",
		"See [port.Line.Sum].":         "Line has no Sum",
		"See [far.Thing].":             "package shop does not import " + module + "/far",
		"It is a far.Thing.":           "",
		"It is a far.Other.":           "package far has no Other",
		"As shop.Open does.":           "package shop has no Open",
		"Alias.Sum is a sum.":          "Alias has no Sum",
		"OpenOrder was the old name.":  "OpenOrder: nothing has this name",
		"Snippet:\n\n\tc := shop.New(key)\n\to, err := c.GetOrder(id)\n\tfmt.Println(o.ID, o.Lines.Price)\n": "",
		"Snippet:\n\n\tc := shop.New(key).WithZone(z)\n\tc.Order(id)\n":                                      "Client has no Order",
		"Snippet:\n\n\tc := shop.New(key)\n\to, err := c.GetOrder(id)\n\to.Lines.Sum++\n":                    "Line has no Sum",
		"Snippet:\n\n\tc := shop.Open(key, ...)\n":                                                           "package shop has no Open",
		"Snippet:\n\n\tf(port.Line{Price: 1, Sum: 2, ...})\n":                                                "Line has no Sum",
		"Snippet:\n\n\tfunc f(c shop.Client) { for range port.Lines { ... } }\n":                             "package port has no Lines",
		"One:\n\n\tc := shop.New(key)\n\nTwo:\n\n\tc.Order()\n":                                              "Client has no Order",
		"Skipped:\n\n\tx.Order(id)\n\tshop := f()\n\tshop.Open()\n":                                          "",
		"Not code:\n\n\tshop.Open is 1, 2; 3\n":                                                              "",
	} {
		found := m.checkComment(m.pkgs[module+"/shop"], comment)
		if want == "" {
			require.Empty(t, found, comment)
			continue
		}
		require.Contains(t, strings.Join(found, "\n"), want, comment)
	}
	for page, want := range map[string]string{
		"`shop.New`, `port.Line.Price`, `Client.Order`": "",
		"Call `shop.Open`.":                             "package shop has no Open",
		"`port.Line.Sum`":                               "Line has no Sum",
		"```go\nc := shop.New(key)\nc.Order()\n```\n":   "Client has no Order",
	} {
		found := m.checkPage(page)
		if want == "" {
			require.Empty(t, found, page)
			continue
		}
		require.Contains(t, strings.Join(found, "\n"), want, page)
	}
}
