package bitrix24test

import (
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// linkMethods link orders of the shop, which is not here, with deals.
func (s *Server) linkMethods() map[string]method {
	return map[string]method{
		"crm.orderentity.add":            {scope: "crm", params: "fields", run: s.linkAdd},
		"crm.orderentity.list":           {scope: "crm", params: "select filter order", run: s.linkList},
		"crm.orderentity.deleteByFilter": {scope: "crm", params: "fields", run: s.linkDelete},
	}
}

func (s *Server) readLink(c *bxserver.Call) (bxserver.Row, error) {
	m := c.Array("fields")
	if m == nil {
		return nil, bxserver.Missing("fields")
	}
	r := bxserver.Row{}
	for _, name := range split("orderId ownerId ownerTypeId") {
		r[name] = bxserver.Int(m.Get(name))
		if r[name] == 0 {
			return nil, bxserver.Refuse("0", "Required fields: "+name)
		}
	}
	return r, nil
}

// linkAdd links an order; another link of it goes.
func (s *Server) linkAdd(c *bxserver.Call) (any, error) {
	r, err := s.readLink(c)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(s.links, func(o bxserver.Row) bool { return sameLink(o, r) }) {
		return nil, bxserver.Refuse("201650000001", "Duplicate entry for key [orderId, ownerId, ownerTypeId]")
	}
	if s.find(r["ownerTypeId"].(int), r["ownerId"].(int)) == nil {
		return nil, bxserver.Refuse("201640400003", "Owner is not exists")
	}
	s.links = slices.DeleteFunc(s.links, func(o bxserver.Row) bool { return o["orderId"] == r["orderId"] })
	s.links = append(s.links, r)
	c.Commit()
	return bxserver.Row{"dealOrder": r}, nil
}

func sameLink(a, b bxserver.Row) bool {
	return a["orderId"] == b["orderId"] && a["ownerId"] == b["ownerId"] && a["ownerTypeId"] == b["ownerTypeId"]
}

func (s *Server) linkList(c *bxserver.Call) (any, error) {
	page, err := c.List(s.links, bxserver.List{Whole: true, Name: func(name string) (string, bool) {
		return name, slices.Contains(split("orderId ownerId ownerTypeId"), name)
	}})
	if err != nil {
		return nil, err
	}
	return page.Answer(bxserver.Row{"orderEntity": page.Rows}), nil
}

func (s *Server) linkDelete(c *bxserver.Call) (any, error) {
	r, err := s.readLink(c)
	if err != nil {
		return nil, err
	}
	n := len(s.links)
	s.links = slices.DeleteFunc(s.links, func(o bxserver.Row) bool { return sameLink(o, r) })
	if len(s.links) == n {
		return nil, bxserver.Refuse("201640400001", "binding is not exists")
	}
	c.Commit()
	return true, nil
}
