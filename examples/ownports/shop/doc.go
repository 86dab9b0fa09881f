// Package shop is a channel for a shop that is a folder: each order is a JSON file, which the shop writes and reads. It is
// an example of channels.Channel to copy from, and imports nothing but what every importer of the module can.
//
//	{
//	  "placed": "2026-03-02T09:00:00+03:00",
//	  "buyer": "Olga",
//	  "lines": [
//	    {"article": "JAM", "name": "Jam", "price": "120.00", "pieces": "new new cancelled"}
//	  ]
//	}
//
// The name of the file, without .json, is the order's number. Each piece says by itself where it is: in the words of
// status.ItemState, so that one of three may be refused or left at the door.
package shop
