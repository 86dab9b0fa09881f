package page

import (
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/status"
)

// titles are the names of systems and axes for people.
var (
	systemTitles = map[string]string{"bitrix": "1C-Bitrix shop", "megamarket": "MegaMarket", "retailcrm": "RetailCRM", "cdek": "CDEK", "rozetka": "ROZETKA", "novaposhta": "Nova Poshta", "russianpost": "Russian Post"}
	axisTitles   = map[status.Axis]string{
		status.AxisOrder:        "orders",
		status.AxisShipment:     "shipments",
		status.AxisItem:         "items",
		status.AxisReturn:       "returns",
		status.AxisPayment:      "payments",
		status.AxisSubStatus:    "sub-statuses",
		status.AxisRefuseReason: "reasons for refusing",
		status.AxisCloseReason:  "reasons at hand-over",
		status.AxisGroup:        "groups",
	}
)

// system writes the section of one outside system.
func system(d *document, t *status.Table) {
	name := t.System()
	if title, ok := systemTitles[name]; ok {
		name = title
	}
	d.heading(3, name)
	d.paragraph("Named `" + t.System() + "` in settings. As of " + t.Version() + ".")
	for _, axis := range t.Axes() {
		d.heading(4, name+": "+axisTitles[axis])
		writeAxis(d, t, axis)
	}
}

// writeAxis writes the rows of one axis, leaving out columns that would be empty.
func writeAxis(d *document, t *status.Table, axis status.Axis) {
	columns := []string{"Code", "Name", "Group", "Means", "Written for", "Followed by", "Note", "Source"}
	source, common := commonSource(t, axis)
	if common {
		d.paragraph("Source: " + plain(source) + ".")
	}
	var rows [][]string
	for r := range t.Rows() {
		if r.Axis == axis {
			if common {
				r.Source = ""
			}
			rows = append(rows, []string{
				code(r.Code), names(r.Names), plain(r.Category), plain(r.Means.String()),
				writtenFor(r), followedBy(r), note(r), plain(r.Source),
			})
		}
	}
	for i := len(columns) - 1; i >= 0; i-- {
		if !slices.ContainsFunc(rows, func(r []string) bool { return r[i] != "" }) {
			columns = slices.Delete(columns, i, i+1)
			for j := range rows {
				rows[j] = slices.Delete(rows[j], i, i+1)
			}
		}
	}
	d.table(columns, rows)
}

// commonSource returns the source of all rows of an axis, if they have one in common.
func commonSource(t *status.Table, axis status.Axis) (source string, common bool) {
	for r := range t.Rows() {
		switch {
		case r.Axis != axis:
		case !common:
			source, common = r.Source, true
		case r.Source != source:
			return "", false
		}
	}
	return source, common
}

// names writes the vendor's own name and the gloss.
func names(n status.Names) string {
	var parts []string
	for _, s := range []string{n.RU, n.UK, n.PL, n.EN} {
		if s != "" {
			parts = append(parts, plain(s))
		}
	}
	return strings.Join(parts, " / ")
}

// writtenFor says for which states and reasons a row is written, and when.
func writtenFor(r status.Row) string {
	if !r.Preferred {
		return ""
	}
	var parts []string
	for _, s := range r.AlsoStates {
		parts = append(parts, code(s.String()))
	}
	for _, reason := range r.AlsoReasons {
		if reason == "" {
			parts = append(parts, "any reason without a row")
			continue
		}
		parts = append(parts, code(string(reason)))
	}
	text := "what it means"
	if len(parts) > 0 {
		text += "; also " + strings.Join(parts, ", ")
	}
	if when := r.When.String(); when != "" {
		text += "; only " + plain(when)
	}
	return text
}

// followedBy lists the codes that may follow.
func followedBy(r status.Row) string {
	var parts []string
	if len(r.To) > 0 {
		parts = append(parts, codes(r.To))
	}
	for _, scheme := range slices.Sorted(maps.Keys(r.ToIn)) {
		parts = append(parts, "under "+plain(scheme)+" also "+codes(r.ToIn[scheme]))
	}
	if len(r.Cancels) > 0 {
		parts = append(parts, "the seller cancels by "+codes(r.Cancels))
	}
	return strings.Join(parts, "; ")
}

// note says what else is special about a row.
func note(r status.Row) string {
	var parts []string
	if r.Final {
		parts = append(parts, "final")
	}
	if r.Transient {
		parts = append(parts, "the vendor is at work: wait")
	}
	switch r.Direction {
	case status.DirectionRead:
		if !r.Transient {
			parts = append(parts, "only the vendor sets it")
		}
	case status.DirectionWrite:
		parts = append(parts, "accepted, never shown")
	case status.DirectionNone:
		parts = append(parts, "not in use")
	}
	if r.Silent != "" {
		parts = append(parts, "no meaning: "+plain(r.Silent))
	}
	return strings.Join(parts, "; ")
}
