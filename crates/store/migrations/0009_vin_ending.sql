-- People read the last eight characters of a VIN, and NCIC searches by them.
CREATE INDEX vehicle_vin_ending ON vehicle (substr(vin, -8));
