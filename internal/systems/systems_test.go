package systems

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestThePageIsFresh(t *testing.T) {
	want, err := Render(root)
	require.NoError(t, err)
	got, err := os.ReadFile(filepath.Join(root, Name))
	require.NoError(t, err)
	require.True(t, string(want) == string(got), Name+" is stale: run go generate ./internal/systems")
}

var root = filepath.Join("..", "..")

// parse type-checks a package of one file.
func parse(t *testing.T, text string) *source {
	t.Helper()
	all, err := list(root)
	require.NoError(t, err)
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "toy.go", text, parser.SkipObjectResolution)
	require.NoError(t, err)
	s, err := check("toy", fset, []*ast.File{f}, importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(all[path].Export)
	}))
	require.NoError(t, err)
	return s
}

func TestWhatAMethodSends(t *testing.T) {
	s := parse(t, `package toy

import (
	"context"
	"strings"

	"github.com/ordo-sdk/ordo/internal/rest"
)

const Production = "https://api.example/v3"

const base = "/api/"

type Client struct{ rest *rest.Client }

func (c *Client) get(ctx context.Context, path string) error {
	_, err := c.rest.Do(ctx, rest.Request{Path: "/v1" + path}, nil)
	return err
}

func (c *Client) post(ctx context.Context, r rest.Request) error {
	r.Method = "POST"
	_, err := c.rest.Do(ctx, r, nil)
	return err
}

func each[T any](ctx context.Context, c *Client, path string) func() error {
	return func() error { return c.get(ctx, path) }
}

func (c *Client) GetThing(ctx context.Context, id string) error { return c.get(ctx, rest.Pathf("/things/%s", id)) }

func (c *Client) ListThings(ctx context.Context) func() error { return each[int](ctx, c, "/things") }

func (c *Client) CreateThing(ctx context.Context) error { return c.post(ctx, rest.Request{Path: base + "things"}) }

type job struct{ verb string }

func (c *Client) run(ctx context.Context, j job) error {
	path := j.verb
	if !strings.HasPrefix(path, "/") {
		path = base + path
	}
	return c.post(ctx, rest.Request{Path: path})
}

func (c *Client) UpdateThing(ctx context.Context) error { return c.run(ctx, job{verb: "update"}) }

func (c *Client) WaitThing(ctx context.Context, id string) error { return c.GetThing(ctx, id) }

var steps = []func(*Client, context.Context) error{(*Client).CreateThing}

func (c *Client) Steps(ctx context.Context) error { return steps[0](c, ctx) }

func where() (path string) { path = "/" + strings.Repeat("x", 3); return }

func (c *Client) Odd(ctx context.Context) error { return c.get(ctx, where()) }
`)
	sent := map[string][]string{}
	for _, m := range s.methods() {
		for o := range s.trace(m, never) {
			sent[m.Name()] = append(sent[m.Name()], o.String())
		}
	}
	require.Equal(t, map[string][]string{
		"GetThing": {"GET /v1/things/{id}"}, "WaitThing": {"GET /v1/things/{id}"}, "ListThings": {"GET /v1/things"},
		"CreateThing": {"POST /api/things"}, "Steps": {"POST /api/things"}, "UpdateThing": {"POST /api/update"},
		"Odd": {"GET /v1{where}"},
	}, sent)
	require.Equal(t, []string{"/v3", "/v3/{version}"}, s.bases())
	require.False(t, operation{"GET", "/v1{where}"}.evaluated())
	require.True(t, operation{"GET", "/things/{id}"}.evaluated())
}

func TestTheRoutesOfAFake(t *testing.T) {
	s := parse(t, `package toy

import "net/http"

const base = "/api"

func routes() http.Handler {
	mux := http.NewServeMux()
	for path, h := range map[string]http.HandlerFunc{base + "/things/{id}": nil, base + "/things": nil} {
		mux.HandleFunc("GET "+path, h)
	}
	mux.HandleFunc("/login", nil)
	mux.HandleFunc("/", nil)
	return mux
}
`)
	require.Equal(t, []operation{{"GET", "/api/things"}, {"GET", "/api/things/{id}"}, {"", "/login"}}, s.routes())
}

func TestTheNearestRouteAnswers(t *testing.T) {
	routes := []operation{{"GET", "/v3/things/{id}"}, {"GET", "/v3/things/all"}, {"POST", "/v3/things"}, {"", "/login"}}
	for sent, want := range map[operation][2]string{
		{"GET", "/things/{key}"}:  {"GET /v3/things/{id}", "/v3/things/{id}"},
		{"GET", "/things/all"}:    {"GET /v3/things/all", "/v3/things/all"},
		{"GET", "/things/seven"}:  {"GET /v3/things/seven", "/v3/things/{id}"},
		{"PUT", "/login"}:         {"PUT /login", "/login"},
		{"DELETE", "/things/all"}: {"DELETE /things/all", ""},
		{"GET", "/things"}:        {"GET /things", ""},
	} {
		named, by, ok := answered(sent, []string{"/v3"}, routes)
		require.Equal(t, want, [2]string{named.String(), by.path}, "%s", sent)
		require.Equal(t, want[1] != "", ok)
	}
}

func TestOperationsThatHaveNames(t *testing.T) {
	require.True(t, operation{path: "crm.item.add"}.evaluated())
	require.False(t, operation{path: "crm.{kind}.list"}.evaluated())
	named, by, ok := answered(operation{path: "crm.item.ADD"}, nil, named("erp/bitrix24"))
	require.True(t, ok)
	require.Equal(t, "crm.item.add", named.String())
	require.Equal(t, "crm.item.add", by.path)
	_, _, ok = answered(operation{path: "crm.lead.add"}, nil, []operation{{"", "crm.item.add"}, {"GET", "/{any}"}})
	require.False(t, ok)
}
