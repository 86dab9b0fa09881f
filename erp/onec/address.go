package onec

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// format asks for JSON with nothing but the properties.
const format = "application/json;odata=nometadata"

// address writes a path below the service and its query. It is the only place that writes queries: 1C does not read "+"
// as a blank, which url.Values.Encode writes.
func address(path string, query url.Values) string {
	var b strings.Builder
	b.WriteByte('/')
	escape(&b, strings.TrimPrefix(path, "/"))
	sep := byte('?')
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			b.WriteByte(sep)
			escape(&b, name)
			b.WriteByte('=')
			escape(&b, value)
			sep = '&'
		}
	}
	return b.String()
}

// query returns a query that asks for JSON.
func query() url.Values { return url.Values{"$format": {format}} }

// escape writes s with all bytes escaped but those that are themselves in a path and in a query alike. Brackets,
// quotes, commas and slashes stay, as other clients of 1C leave them.
func escape(b *strings.Builder, s string) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-_.~!*'()$,:@/", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
		}
	}
}
