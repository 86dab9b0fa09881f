package onec

import (
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// Documents of an order have keys by which they are found again: the order's number, and which of its documents it is.
func (s *System) saleKey(o order.View, shipment int) string {
	return fmt.Sprintf("%s/S%d", s.number(o), shipment)
}

func (s *System) transferKey(o order.View, n int) string {
	return fmt.Sprintf("%s/T%d", s.number(o), n)
}

// returnKey: a block has one document for each warehouse that takes goods back.
func (s *System) returnKey(o order.View, block int, warehouse string) string {
	return fmt.Sprintf("%s/R%d/%s", s.number(o), block, warehouse)
}

func (s *System) paymentKey(o order.View, payment string) string {
	return s.number(o) + "/P/" + payment
}

// keyed gives a document its key.
func (s *System) keyed(comment *string, ps *[]Property, key string) {
	if s.set.Keys.Property != "" {
		*ps = append(*ps, Property{Property: Guid(s.set.Keys.Property), Value: Value(key), Type: "Edm.String"})
		return
	}
	*comment = strings.TrimSpace(*comment + " [" + key + "]")
}

// hasKey reports whether a document has a key, whatever people wrote around it.
func (s *System) hasKey(comment string, ps []Property, key string) bool {
	if s.set.Keys.Property == "" {
		return strings.Contains(comment, "["+key+"]")
	}
	for _, p := range ps {
		if p.Property == Guid(s.set.Keys.Property) && (string(p.Value) == key || p.Text == key) {
			return true
		}
	}
	return false
}

// containsKey reports whether a comment has a key that begins so.
func containsKey(comment, begins string) bool { return strings.Contains(comment, "["+begins) }

// isKeyed reports whether a document has a key of an order, or of any other.
func (s *System) isKeyed(comment string, ps []Property) bool {
	if s.set.Keys.Property == "" {
		at := strings.LastIndex(comment, "[")
		return at >= 0 && strings.Contains(comment[at:], "/") && strings.Contains(comment[at:], "]")
	}
	for _, p := range ps {
		if p.Property == Guid(s.set.Keys.Property) {
			return true
		}
	}
	return false
}

// comment sets the first line of an order's comment, if it is empty or one that the settings have: what people wrote
// stays.
func (s *System) comment(now, head string) string {
	first, rest, below := strings.Cut(now, "\n")
	if own := strings.TrimSpace(first); own != "" && !s.isOwnComment(own) {
		return now
	}
	if below {
		return head + "\n" + rest
	}
	return head
}

func (s *System) isOwnComment(text string) bool {
	for _, d := range s.set.Deliver {
		if d.Comment == text {
			return true
		}
	}
	for _, w := range s.set.Warehouses {
		if w.Comment == text {
			return true
		}
	}
	return false
}
