package bridge_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// layers are the files of the package from the bottom up. A file uses what its own layer and those below it declare.
var layers = [][]string{
	{"clock.go", "rejected.go", "keys.go", "notes.go", "route.go", "export.go", "account.go", "entry.go", "message.go", "effect.go", "lists.go", "schedule.go", "flow.go", "landing.go", "centres.go", "record.go", "store.go", "waker.go", "message_rule.go"},
	{"config.go", "connect.go", "routing.go", "scheduling.go", "flowing.go", "recorder.go", "core.go", "panic.go", "check.go", "message_check.go"},
	{"job.go", "journal.go", "pending.go", "save.go", "mismatch.go", "complete.go", "derive.go", "sales.go", "noticetext.go", "logtext.go", "forms.go", "message_occasion.go", "message_data.go", "marked_units.go"},
	{"handler.go", "outbox.go", "retry.go", "outcome.go", "deadlines.go", "report.go", "report_changes.go", "queue.go", "summary.go", "work.go", "commit.go", "lives.go", "inbox.go", "deliver.go", "webhook.go", "payments.go", "lacking.go"},
	{"nextlife.go", "found.go", "pushed.go", "mirror.go", "handler_channel.go", "channel_told.go", "handler_carrier.go", "follow.go", "handler_gateway.go", "holds.go", "handler_registrar.go", "handler_directory.go", "parties.go", "handler_goods.go", "handler_messages.go", "handler_registry.go", "handler_erp.go", "erp_changes.go", "erp_sums.go", "erp_show.go", "erp_documents.go", "levels.go", "reserve.go", "introduce.go", "gate.go", "authors.go", "quote.go", "quote_stock.go", "rowedit.go", "parcelwish.go", "photowish.go"},
	{"scheduler.go", "poll.go", "passdue.go", "sweep.go", "flow_state.go", "flow_told.go", "flow_page.go", "flow_run.go"},
	{"bridge.go", "run.go", "exchange.go", "people.go", "methods.go", "announce.go", "edit.go", "erase.go", "decide.go", "parcels.go", "notices.go", "timeline.go", "movements.go", "analytics.go", "stock.go", "print.go", "sales_batch.go", "received.go", "messages_failed.go", "photos.go"},
}

// Each layer calls only downwards, and no handler knows another one.
func TestTheLayersCallDownwards(t *testing.T) {
	layer := map[string]int{"doc.go": 0}
	for n, files := range layers {
		for _, f := range files {
			layer[f] = n
		}
	}
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	files := map[string]*ast.File{}
	declared, methods := map[string][]string{}, map[string][]string{} // by name, the files that declare it
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		_, placed := layer[path]
		require.True(t, placed, "%s belongs to no layer: add it above", path)
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files[path] = f
		declarations(f, path, declared, methods)
	}
	for path, f := range files {
		check := func(in map[string][]string, name string) {
			if len(in[name]) != 1 {
				return // several files declare it: a verb of the handlers
			}
			from := in[name][0]
			require.LessOrEqual(t, layer[from], layer[path], "%s uses %s of %s, which is in a layer above", path, name, from)
			if strings.HasPrefix(path, "handler_") && strings.HasSuffix(name, "Handler") {
				require.Equal(t, path, from, "a handler knows no other one")
			}
		}
		selected := map[*ast.Ident]bool{}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				selected[n.Sel] = true
				check(methods, n.Sel.Name)
			case *ast.Ident:
				if !selected[n] {
					check(declared, n.Name)
				}
			}
			return true
		})
	}
}

// declarations notes which names a file declares: types, functions, constants and variables, and methods apart.
func declarations(f *ast.File, path string, declared, methods map[string][]string) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil && !d.Name.IsExported() { // ports have methods of the exported names
				methods[d.Name.Name] = append(methods[d.Name.Name], path)
			} else if d.Recv == nil && !d.Name.IsExported() { // fields have the names of exported functions
				declared[d.Name.Name] = append(declared[d.Name.Name], path)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					declared[s.Name.Name] = append(declared[s.Name.Name], path)
					if i, is := s.Type.(*ast.InterfaceType); is { // its methods are declared here, too
						for _, m := range i.Methods.List {
							for _, n := range m.Names {
								methods[n.Name] = append(methods[n.Name], path)
							}
						}
					}
				case *ast.ValueSpec:
					for _, n := range s.Names {
						declared[n.Name] = append(declared[n.Name], path)
					}
				}
			}
		}
	}
}
