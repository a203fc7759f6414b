SELECT area, ring, longitude, latitude FROM {0} SEMI JOIN (
    SELECT area FROM shapes n JOIN shapes_before b USING (area, level) WHERE n.shape <> b.shape) USING (area)
ORDER BY {0}.rowid
