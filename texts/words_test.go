package texts

import (
	"go/ast"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every state, reason, command, effect, scheme, role and fact has a name in each language.
func TestEveryWordIsNamed(t *testing.T) {
	named := map[string]bool{}
	for _, f := range parsed(t, ".") {
		ast.Inspect(f.File, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				named[s.Sel.Name] = true
			}
			return true
		})
	}
	types := map[string][]string{
		"..":          {"Class"},
		"../status":   {"OrderState", "ItemState", "ShipmentState", "TransferState", "PaymentState", "ReturnCustody", "ReturnMoney", "Reason", "Party", "Confirmation"},
		"../exchange": {"Kind"},
		"../order":    {"Kind", "EffectKind", "OutcomeKind", "SchemeCode", "Role"},
	}
	for dir, ts := range types {
		for _, name := range constants(t, dir, ts) {
			require.True(t, named[name], "%s %s has no name", dir, name)
		}
	}
	for v, w := range words() {
		for _, text := range []string{w.ru, w.uk, w.pl} {
			require.NotEmpty(t, text, "%T %v", v, v)
		}
	}
}

// constants lists the exported constants of some types, also those of a list with iota that name no type.
func constants(t *testing.T, dir string, types []string) []string {
	t.Helper()
	var out []string
	for _, f := range parsed(t, dir) {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			of := ""
			for _, s := range g.Specs {
				v, ok := s.(*ast.ValueSpec)
				if !ok {
					continue
				}
				if id, ok := v.Type.(*ast.Ident); ok {
					of = id.Name
				} else if len(v.Values) > 0 {
					of = ""
				}
				for _, n := range v.Names {
					if n.IsExported() && slices.Contains(types, of) {
						out = append(out, n.Name)
					}
				}
			}
		}
	}
	require.NotEmpty(t, out)
	return out
}
