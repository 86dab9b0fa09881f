package megamarket

import "github.com/ordo-sdk/ordo/wire"

// Customer is the buyer of an order that the merchant delivers.
type Customer struct {
	FullName string     `json:"customerFullName"`
	Phone    string     `json:"phone"` // digits, without a plus
	Email    string     `json:"email"`
	Address  Address    `json:"address"`
	Extra    wire.Extra `json:"-"`
}

// Address is where to deliver.
type Address struct {
	Source     string     `json:"source"` // all of it in one line
	PostalCode string     `json:"postalCode"`
	Region     string     `json:"regionWithType"`
	City       string     `json:"cityWithType"`
	CityArea   string     `json:"cityArea"`
	Street     string     `json:"streetWithType"`
	House      string     `json:"house"`
	Block      string     `json:"block"`
	Flat       string     `json:"flat"`
	KLADR      string     `json:"regionKladrId"`
	FIAS       FIAS       `json:"fias"`
	Geo        Geo        `json:"geo"`
	Access     Access     `json:"access"`
	Extra      wire.Extra `json:"-"`
}

// FIAS is where the address is in the state's register of addresses.
type FIAS struct {
	Region      string     `json:"regionId"`
	Destination string     `json:"destinationId"`
	Other       string     `json:"destination"` // what one receiver gets in place of destinationId
	Extra       wire.Extra `json:"-"`
}

// Geo is where the address is on the map, in decimal degrees.
type Geo struct {
	Lat   string     `json:"lat"`
	Lon   string     `json:"lon"`
	Extra wire.Extra `json:"-"`
}

// Access is how to get to the door.
type Access struct {
	DetachedHouse bool       `json:"detachedHouse"`
	CargoElevator bool       `json:"cargoElevator"`
	Entrance      string     `json:"entrance"`
	Floor         string     `json:"floor"`
	Intercom      string     `json:"intercom"`
	Apartment     string     `json:"apartment"`
	Comment       string     `json:"comment"`
	Extra         wire.Extra `json:"-"`
}
