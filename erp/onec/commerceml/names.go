package commerceml

import "slices"

// names are what ids in catalogues and offers stand for.
type names struct {
	groups     map[string][]string // the path to a group
	properties map[string]string
	options    map[string]string // by the ids of property and option, with a "#" between them
	priceTypes map[string]string
	currencies map[string]string // of price types
	warehouses []string          // ids
}

func newNames() names {
	return names{map[string][]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, nil}
}

// learn takes the names in a record.
func (n *names) learn(rec Record) {
	switch rec := rec.(type) {
	case *Group:
		n.group(rec, nil)
	case *Property:
		n.properties[rec.ID] = rec.Name
		for _, o := range rec.Options {
			n.options[rec.ID+"#"+o.ID] = o.Value
		}
	case *PriceType:
		n.priceTypes[rec.ID] = rec.Name
		n.currencies[rec.ID] = rec.Currency
	case *Warehouse:
		if !slices.Contains(n.warehouses, rec.ID) {
			n.warehouses = append(n.warehouses, rec.ID)
		}
	}
}

func (n *names) group(g *Group, above []string) {
	way := append(slices.Clip(above), g.Name)
	n.groups[g.ID] = way
	for i := range g.Groups {
		n.group(&g.Groups[i], way)
	}
}
