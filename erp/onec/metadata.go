package onec

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// maxMetadata bounds the description of a base, in bytes: that of a whole УТ 11 is tens of megabytes.
const maxMetadata = 512 << 20

// Metadata is what a base offers: its entities, as far as they are in the interface's composition, and their
// properties.
type Metadata struct {
	sets  map[string]bool
	types map[string]map[string]string // entity or type of a row: property: type
	enums map[string][]string
}

// Has reports whether the base offers an entity, such as "Document_ЗаказКлиента".
func (m *Metadata) Has(entity string) bool { return m.sets[entity] }

// Entities returns the names of all entities, sorted.
func (m *Metadata) Entities() []string { return slices.Sorted(maps.Keys(m.sets)) }

// Properties returns the properties of an entity and their types, such as "Edm.Guid". Those of a section are of an
// entity of their own, such as "Document_ЗаказКлиента_Товары".
func (m *Metadata) Properties(entity string) map[string]string { return m.types[entity] }

// HasProperty reports whether an entity has a property.
func (m *Metadata) HasProperty(entity, property string) bool {
	_, has := m.types[entity][property]
	return has
}

// Values returns the names of an enumeration's values, such as those of "ВариантыОбеспечения". It is nil if the base
// names none: properties are texts, and nothing says of which enumeration.
func (m *Metadata) Values(enum string) []string { return m.enums[enum] }

// Refers returns the filter for objects whose property, without "_Key", is the reference. In some documents the
// property is of one type, in others of several, and each is asked for in its own way. It is false where the entity has
// neither: then 1C cannot filter by it.
func (m *Metadata) Refers(entity, property string, to Reference) (Filter, bool) {
	switch {
	case m.HasProperty(entity, property+"_Key"):
		return Eq(property+"_Key", to.ID), true
	case m.HasProperty(entity, property):
		return Eq(property, to), true
	}
	return Filter{}, false
}

// probe keeps what a client and its copies learned of the base.
type probe struct {
	turn  chan struct{} // one reads the metadata, the others wait
	meta  *Metadata
	style atomic.Int32 // of conditions, among styles
}

func newProbe() *probe { return &probe{turn: make(chan struct{}, 1)} }

// Metadata returns what the base offers. It is read once for a client; after an update of 1C make a new client.
func (c *Client) Metadata(ctx context.Context) (*Metadata, error) {
	const op = "GET $metadata"
	select {
	case c.probe.turn <- struct{}{}:
		defer func() { <-c.probe.turn }()
	case <-ctx.Done():
		return nil, c.rest.Fail(op, ordo.Retry, "gave up waiting for the metadata", ctx.Err())
	}
	if c.probe.meta != nil {
		return c.probe.meta, nil
	}
	s, err := c.rest.Open(ctx, rest.Request{Op: op, Path: "/$metadata", MaxBody: maxMetadata})
	if err != nil {
		return nil, c.diagnosed(ctx, err)
	}
	defer func() { _ = s.Close() }()
	m, err := readMetadata(s)
	if e := (*ordo.Error)(nil); errors.As(err, &e) {
		return nil, err
	}
	if err != nil {
		return nil, c.rest.Fail(op, ordo.Retry, "the metadata cannot be read", err)
	}
	c.probe.meta = m
	return m, nil
}

// readMetadata reads a description of a base as it comes. Besides the names of entities and properties nothing is kept
// of it.
func readMetadata(r io.Reader) (*Metadata, error) {
	m := &Metadata{sets: map[string]bool{}, types: map[string]map[string]string{}, enums: map[string][]string{}}
	names := map[string]string{} // most names come many times
	intern := func(s string) string {
		if old, has := names[s]; has {
			return old
		}
		s = strings.Clone(s)
		names[s] = s
		return s
	}
	var now map[string]string
	var enum string
	depth := 0
	d := xml.NewDecoder(r)
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-8") {
			return in, nil
		}
		return nil, fmt.Errorf("it is in %q: 1C writes UTF-8", charset)
	}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			break
		}
		if err != nil { // half of it would describe another base
			return nil, err
		}
		if _, is := token.(xml.EndElement); is {
			depth--
		}
		t, is := token.(xml.StartElement)
		if !is {
			continue
		}
		depth++
		name, kind := attribute(t, "Name"), attribute(t, "Type")
		switch t.Name.Local {
		case "EntityType", "ComplexType":
			of := strings.TrimSuffix(name, "_RowType") // it describes the same rows
			if now = m.types[of]; now == nil {
				now = map[string]string{}
				m.types[of] = now
			}
		case "Property":
			if now != nil && name != "" {
				now[intern(name)] = intern(kind)
			}
		case "EnumType":
			enum = strings.Clone(name)
		case "Member":
			m.enums[enum] = append(m.enums[enum], intern(name))
		case "EntitySet":
			m.sets[strings.Clone(name)] = true
		}
	}
	if len(m.sets) == 0 {
		return nil, errors.New("it names no entities: an administrator puts them into the interface's composition")
	}
	return m, nil
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// Words are the names of the ways in which a row of an order, or of a transfer order, is supplied. They differ by the
// release of УТ.
type Words struct {
	Ship         string // from stock, now
	Reserve      string // at the warehouse
	ReserveLater string // as it arrives
	Supply       string // to be supplied; nothing is reserved
	None         string // not to be supplied
}

// Words returns the names that the base has: those of its enumeration ВариантыОбеспечения, or else, where the metadata
// lists no enumerations, those of its release.
func (m *Metadata) Words() Words {
	newer := m.Release() == Release115
	if values := m.Values("ВариантыОбеспечения"); values != nil {
		newer = slices.Contains(values, "КОбеспечению")
	}
	w := Words{"Отгрузить", "СоСклада", "РезервироватьПоМереПоступления", "КОбеспечению", "НеТребуется"}
	if !newer {
		w.ReserveLater, w.Supply = "ИзЗаказов", "Требуется"
	}
	return w
}

// Release is a line of releases of УТ 11, as far as they differ for this package.
type Release string

// The lines. Those before 11.5.7 keep free stock in a register of its own, as 11.4 does.
const (
	Release114 Release = "11.4"
	Release115 Release = "11.5"
)

// Release returns the line of releases that the base is of.
func (m *Metadata) Release() Release {
	if m.sets[distribution] {
		return Release115
	}
	if m.sets[freeStock] || m.HasProperty(EntityOrder+"_Товары", "СтавкаНДС") {
		return Release114
	}
	return Release115
}
