package status

import (
	"fmt"
	"strings"
)

// drawn is an arrow of a diagram: all events that lead from one state to another.
type drawn[S Dense] struct {
	from, to S
	label    string
}

// arrows returns the transitions with those between the same two states drawn as one.
func (m *Machine[S, E]) arrows() (all []drawn[S]) {
	for _, from := range m.spec.States {
		place := make(map[S]int)
		for _, t := range m.out[from] {
			if i, ok := place[t.To]; ok {
				all[i].label += " / " + t.On.String()
				continue
			}
			place[t.To] = len(all)
			all = append(all, drawn[S]{from: from, to: t.To, label: t.On.String()})
		}
	}
	return all
}

// mermaidText writes what Mermaid would take for syntax as character codes.
var mermaidText = strings.NewReplacer("#", "#35;", `"`, "#34;", ";", "#59;", ":", "#58;", "\n", " ", "\r", " ")

// Mermaid returns the machine as a Mermaid state diagram.
func (m *Machine[S, E]) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range m.spec.States {
		fmt.Fprintf(&b, "    state \"%s\" as s%d\n", mermaidText.Replace(s.String()), uint8(s))
	}
	for _, s := range m.spec.Initial {
		fmt.Fprintf(&b, "    [*] --> s%d\n", uint8(s))
	}
	for _, a := range m.arrows() {
		fmt.Fprintf(&b, "    s%d --> s%d : %s\n", uint8(a.from), uint8(a.to), mermaidText.Replace(a.label))
	}
	for _, s := range m.spec.Final {
		fmt.Fprintf(&b, "    s%d --> [*]\n", uint8(s))
	}
	return b.String()
}

// dotText writes what DOT would take for the end of a text with a backslash.
var dotText = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ")

// DOT returns the machine in the language of Graphviz: initial states bold, final ones with a double frame.
func (m *Machine[S, E]) DOT() string {
	quote := func(s string) string { return `"` + dotText.Replace(s) + `"` }
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n\trankdir=LR\n\tnode [shape=box, style=rounded]\n", quote(m.name))
	for _, s := range m.spec.Initial {
		fmt.Fprintf(&b, "\t%s [style=\"rounded,bold\"]\n", quote(s.String()))
	}
	for _, s := range m.spec.Final {
		fmt.Fprintf(&b, "\t%s [peripheries=2]\n", quote(s.String()))
	}
	for _, a := range m.arrows() {
		fmt.Fprintf(&b, "\t%s -> %s [label=%s]\n", quote(a.from.String()), quote(a.to.String()), quote(a.label))
	}
	b.WriteString("}\n")
	return b.String()
}
