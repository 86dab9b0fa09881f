// Package stock tells from the logs of orders what they do to the stock of the merchant: how much of each article is
// reserved at each centre (a warehouse, a shop), and how much was written off from it. It moves nothing: what happens
// to units is a matter of package order.
package stock
