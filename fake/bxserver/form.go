package bxserver

import (
	"net/url"
	"strconv"
	"strings"
)

// pair is a field of a form in its order.
type pair struct{ name, value string }

// ParseForm reads a form or a query as PHP does: "fields[TITLE]=a&ids[]=1" is a map with a map and a list. Values are
// texts. What cannot be unescaped stays as it is.
func ParseForm(s string) *Map {
	var pairs []pair
	for part := range strings.SplitSeq(s, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, pair{unescape(name), unescape(value)})
	}
	return fromPairs(pairs)
}

func unescape(s string) string {
	if u, err := url.QueryUnescape(s); err == nil {
		return u
	}
	return s
}

// node is an array that is being built.
type node struct {
	Map
	next int // the number that [] gets
}

func fromPairs(pairs []pair) *Map {
	root := &node{}
	for _, p := range pairs {
		root.put(splitName(p.name), p.value)
	}
	return root.done()
}

// lawful writes names as those of PHP's variables.
var lawful = strings.NewReplacer(".", "_", " ", "_", "[", "_")

// splitName takes a[b][] apart. Brackets that do not close are part of the name, as in PHP, which writes _ for [.
func splitName(name string) []string {
	head, rest, ok := strings.Cut(name, "[")
	if !ok || head == "" || !strings.Contains(rest, "]") {
		return []string{lawful.Replace(name)}
	}
	path := []string{lawful.Replace(head)}
	for {
		key, after, closed := strings.Cut(rest, "]")
		if !closed {
			return path
		}
		path = append(path, key)
		next, more := strings.CutPrefix(after, "[")
		if !more {
			return path
		}
		rest = next
	}
}

func (n *node) put(path []string, value string) {
	key := path[0]
	if key == "" {
		key = strconv.Itoa(n.next)
	}
	if i, err := strconv.Atoi(key); err == nil && i >= n.next && strconv.Itoa(i) == key {
		n.next = i + 1
	}
	if len(path) == 1 {
		n.Set(key, value)
		return
	}
	child, ok := n.Get(key).(*node)
	if !ok {
		child = &node{}
		n.Set(key, child)
	}
	if len(path) <= maxDepth {
		child.put(path[1:], value)
	}
}

// done turns the nodes into maps and lists.
func (n *node) done() *Map {
	for k, v := range n.All() {
		if child, ok := v.(*node); ok {
			n.values[k] = child.done().plain()
		}
	}
	return &n.Map
}
