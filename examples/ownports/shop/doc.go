// Package shop is a channel that is a folder: each order is a JSON file, which the shop writes and reads. It is an
// example of a channels.Channel to copy, and imports only what every user of the module can.
//
//	{
//	  "placed": "2026-03-02T09:00:00+03:00",
//	  "buyer": "Olga",
//	  "lines": [
//	    {"article": "JAM", "name": "Jam", "price": "120.00", "pieces": "new new cancelled"}
//	  ]
//	}
//
// The name of the file, without .json, is the order's number. Each piece has its own state, a word
// of status.ItemState, so that one of three pieces may be refused or returned at the door.
//
// The bridge finds new orders by searching. A shop that announces them calls the bridge: see [Shop.Receive].
package shop
